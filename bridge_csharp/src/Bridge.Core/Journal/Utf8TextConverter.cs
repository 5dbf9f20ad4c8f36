using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Core.Journal;

/// <summary>
/// An event's JSON inside an entry's, byte for byte. As a string every quote of it would be escaped, for which the writer takes six times its
/// length, once for each thread and for good: megabytes, as comparisons are long. Older journals hold it as a string.
/// </summary>
internal sealed class Utf8TextConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.ValueKind switch
        {
            JsonValueKind.Object => JsonMarshal.GetRawUtf8Value(value.RootElement).ToArray(),
            JsonValueKind.String => Encoding.UTF8.GetBytes(value.RootElement.GetString()!),
            _ => throw new JsonException("the text of an event is an object"),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Span, skipInputValidation: true);
}
