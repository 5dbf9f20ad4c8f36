using System.Text.Json;
using System.Text.Unicode;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Reading;

namespace Bridge.Contracts;

/// <summary>
/// Reads commands strictly: the payload comes from another process and ends in orders and in a NUL-separated protocol. Numbers in
/// strings, whole numbers with a point, repeated keys and text outside its rules are malformed; unknown fields are ignored and
/// null counts as absent.
/// </summary>
public static class CommandReader
{
    /// <summary>Read one command. Never throws on any payload.</summary>
    /// <param name="name">The last part of its topic, such as <c>order.submit</c>.</param>
    /// <param name="payload">UTF-8 JSON, at most <see cref="Limits.CommandBytes"/>.</param>
    public static CommandReading Read(string name, ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > Limits.CommandBytes)
        {
            return Refuse(Codes.TooLarge, $"a command has at most {Limits.CommandBytes} bytes; this one has {payload.Length}");
        }

        if (!Utf8.IsValid(payload.Span))
        {
            return Refuse(Codes.Malformed, "the payload is not UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(payload);
            return Read(name, document.RootElement);
        }
        catch (JsonException problem)
        {
            return Refuse(Codes.Malformed, $"the payload is not JSON: line {problem.LineNumber + 1}, byte {problem.BytePositionInLine}");
        }
        catch (InvalidOperationException)
        {
            return Refuse(Codes.Malformed, "a key is no text: it holds half of a surrogate pair");
        }
    }

    private static CommandReading Read(string name, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Refuse(Codes.Malformed, "the payload is not a JSON object");
        }

        // The id first: whoever can be answered is answered, even when another field is beyond reading.
        var repeated = RepeatedKeys.FirstIn(root);
        var fields = new FieldReader(root);
        var id = repeated == "id" ? null : FieldReader.TextOrNull(root, "id");
        if (repeated is not null)
        {
            return Refuse(Codes.Malformed, $"the key {Shown.Text(repeated)} stands there twice", id);
        }

        var command = CommandShapes.Read(name, fields);
        return command switch
        {
            null => Refuse(Codes.UnknownCommand, $"there is no command {Shown.Text(name)}", id),
            _ when fields.Malformed is { } reason => Refuse(Codes.Malformed, reason, id),
            _ => new CommandReading(command, fields.Problem is { } problem ? problem with { CommandId = id } : null),
        };
    }

    private static CommandReading Refuse(string code, string reason, string? id = null) => new(null, new Refusal(code, reason, id));
}
