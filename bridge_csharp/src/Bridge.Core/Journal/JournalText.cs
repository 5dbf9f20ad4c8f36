using System.Text.Json;

namespace Bridge.Core.Journal;

/// <summary>Entries as one line of UTF-8 JSON each (without its line end and without a checksum: those are the file's).</summary>
public static class JournalText
{
    /// <summary>An entry's line.</summary>
    public static byte[] Write(JournalEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry);

    /// <summary>The entry of a line.</summary>
    /// <exception cref="JsonException">It is not an entry.</exception>
    public static JournalEntry Read(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry)
            ?? throw new JsonException("the line is null, not a journal entry");
}
