using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Core.Journal;

/// <summary>Entries as one line of UTF-8 JSON each (without its line end and without a checksum: those are the file's).</summary>
public static class JournalText
{
    // No browser reads this: a quote inside an event takes two bytes instead of six.
    private static readonly JsonWriterOptions Short = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Append an entry's line to <paramref name="line"/>.</summary>
    public static void Write(JournalEntry entry, IBufferWriter<byte> line)
    {
        using var json = new Utf8JsonWriter(line, Short);
        JsonSerializer.Serialize(json, entry, JournalJson.Default.JournalEntry);
    }

    /// <summary>The entry of a line.</summary>
    /// <exception cref="JsonException">It is not an entry.</exception>
    public static JournalEntry Read(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry)
            ?? throw new JsonException("the line is null, not a journal entry");
}
