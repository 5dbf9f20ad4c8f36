using System.Buffers;
using Bridge.Core.Journal;

namespace Bridge.Core.Tests.Support;

/// <summary>Journal entries as the bytes a file would hold.</summary>
internal static class Lines
{
    public static byte[] Of(JournalEntry entry)
    {
        var line = new ArrayBufferWriter<byte>();
        JournalText.Write(entry, line);
        return line.WrittenSpan.ToArray();
    }
}
