namespace Bridge.Host.Journal;

/// <summary>How far a compaction of a journal in use has come.</summary>
internal enum CompactionStep
{
    /// <summary>The new file exists and is empty.</summary>
    Begun,

    /// <summary>It holds what is worth keeping of what the journal held when this began.</summary>
    Written,

    /// <summary>It also holds what was appended meanwhile, or part of it.</summary>
    Copied,

    /// <summary>Nothing is appended from here on; it lacks the last bytes.</summary>
    Held,

    /// <summary>It lacks nothing, all of it is on disk, and it has not taken the old one's place yet.</summary>
    Whole,

    /// <summary>It is the journal.</summary>
    Placed,
}
