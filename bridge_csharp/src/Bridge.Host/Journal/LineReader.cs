namespace Bridge.Host.Journal;

/// <summary>Lines of a file, with where they stand; the file may be far larger than memory should be.</summary>
internal static class LineReader
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>A line without its end. Ended false: the file ends in the middle of it.</summary>
    public readonly record struct Line(long Start, ReadOnlyMemory<byte> Bytes, bool Ended);

    /// <summary>Every line up to <paramref name="length"/> bytes. A line's memory is valid until the next is asked for.</summary>
    public static IEnumerable<Line> Read(Stream file, long length)
    {
        var buffer = new byte[64 * 1024];
        var (start, held) = (0L, 0);
        while (true)
        {
            var wanted = (int)Math.Min(buffer.Length - held, length - start - held);
            var count = wanted == 0 ? 0 : file.Read(buffer, held, wanted);
            held += count;
            var used = 0;
            while (buffer.AsSpan(used, held - used).IndexOf(LineEnd) is >= 0 and var end)
            {
                yield return new Line(start + used, buffer.AsMemory(used, end), Ended: true);
                used += end + 1;
            }

            (start, held) = (start + used, held - used);
            buffer.AsSpan(used, held).CopyTo(buffer);
            if (count == 0 && wanted == 0 && held < buffer.Length || count == 0 && wanted > 0)
            {
                break;
            }

            if (held == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        if (held > 0)
        {
            yield return new Line(start, buffer.AsMemory(0, held), Ended: false);
        }
    }
}
