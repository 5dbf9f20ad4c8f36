using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Logging;

/// <summary>One log line: ts, level, component, event, correlation_id, then the sentence and its parts. JSON, with a line end.</summary>
internal static class LogLine
{
    private const string CorrelationKey = "CorrelationId";
    private const string Instant = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    // The sentence itself, and the template it was made from.
    private static readonly string[] Sentence = ["Text", "{OriginalFormat}"];

    /// <summary>The line's bytes.</summary>
    /// <param name="at">When.</param>
    /// <param name="level">How much it matters.</param>
    /// <param name="component">Who speaks.</param>
    /// <param name="name">Which event.</param>
    /// <param name="text">The sentence.</param>
    /// <param name="parts">Its parts, by name.</param>
    /// <param name="error">What broke, if something did.</param>
    public static byte[] Of(
        DateTimeOffset at,
        LogLevel level,
        string component,
        string name,
        string text,
        IReadOnlyList<KeyValuePair<string, object?>> parts,
        Exception? error)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("ts", at.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture));
            json.WriteString("level", Word(level));
            json.WriteString("component", component);
            json.WriteString("event", name);
            json.WriteString("correlation_id", parts.FirstOrDefault(part => part.Key == CorrelationKey).Value?.ToString() ?? string.Empty);
            json.WriteString("text", text);
            foreach (var (key, value) in parts.Where(part => part.Key != CorrelationKey && !Sentence.Contains(part.Key)))
            {
                Write(json, JsonNamingPolicy.SnakeCaseLower.ConvertName(key), value);
            }

            if (error is not null)
            {
                json.WriteString("error", error.ToString());
            }

            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void Write(Utf8JsonWriter json, string key, object? value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumber(key, number);
                break;
            case long number:
                json.WriteNumber(key, number);
                break;
            case decimal number:
                json.WriteNumber(key, number);
                break;
            case bool truth:
                json.WriteBoolean(key, truth);
                break;
            default:
                json.WriteString(key, value?.ToString());
                break;
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
