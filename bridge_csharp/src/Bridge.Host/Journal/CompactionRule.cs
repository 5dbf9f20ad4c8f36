namespace Bridge.Host.Journal;

/// <summary>
/// When a journal in use is worth a compaction: it is large, and most of it is new. So the work is in proportion to what was appended, however
/// much stays for ever.
/// </summary>
internal sealed class CompactionRule
{
    /// <summary>Reading this many bytes takes a quarter of a second; a smaller file is not worth it.</summary>
    public const long LeastBytes = 16 * 1024 * 1024;

    private const int Grown = 2;
    private const int MostKeptOfFour = 3;

    /// <summary>The least size, in bytes.</summary>
    public long Least { get; init; } = LeastBytes;

    /// <summary>Whether what is saved is worth putting the new file in place: a quarter or more.</summary>
    public static bool IsWorthIt(long before, long after) => after <= before / 4 * MostKeptOfFour;

    /// <summary>Whether to try.</summary>
    /// <param name="length">Bytes now.</param>
    /// <param name="compacted">Bytes that the last compaction left or found not worth it; 0: none yet.</param>
    public bool IsDue(long length, long compacted) => length > Least && length > compacted * Grown;
}
