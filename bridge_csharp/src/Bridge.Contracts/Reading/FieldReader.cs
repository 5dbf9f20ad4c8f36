using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bridge.Contracts.Reading;

/// <summary>
/// Reads the fields of one object and keeps the first thing that is wrong. After something malformed every read still answers
/// (with an empty value), so that a shape is written as one expression and judged at its end.
/// </summary>
internal sealed class FieldReader(JsonElement root)
{
    /// <summary>Why the whole payload is malformed; null: it is not.</summary>
    public string? Malformed { get; private set; }

    /// <summary>Why its fields are refused although it can be read; null: they are not.</summary>
    public Refusal? Problem { get; private set; }

    /// <summary>A text of that name that keeps the rules; null otherwise.</summary>
    public static string? TextOrNull(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && StringOf(value) is { } text
            && TextRules.IsText(text)
            ? text
            : null;

    public string Text(string name) => OptionalText(name) ?? Missing(name, string.Empty);

    public string? OptionalText(string name)
    {
        if (!Find(name, out var value))
        {
            return null;
        }

        return TextOrNull(root, name) ?? Wrong(name, $"1 to {Limits.TextLength} printable ASCII characters", value, string.Empty);
    }

    public string Matching(string name, Regex rule) => OptionalMatching(name, rule) ?? Missing(name, string.Empty);

    public string? OptionalMatching(string name, Regex rule)
    {
        var text = OptionalText(name);
        if (text is not null && Malformed is null && !rule.IsMatch(text))
        {
            Malformed = $"{name} is {Shown.Text(text)}; expected {rule}";
        }

        return text;
    }

    /// <summary>A word of a closed list. Another word is readable, and refused as unsupported.</summary>
    public string Word(string name, IReadOnlyList<string> allowed, string? absent = null)
    {
        var word = OptionalWord(name, allowed);
        return word ?? absent ?? Missing(name, string.Empty);
    }

    public string? OptionalWord(string name, IReadOnlyList<string> allowed)
    {
        var word = OptionalText(name);
        if (word is not null && Malformed is null && !allowed.Contains(word))
        {
            Refuse(Codes.Unsupported, $"{name} {Shown.Text(word)} is not served; expected {string.Join(", ", allowed)}");
        }

        return word;
    }

    public long Integer(string name) => OptionalInteger(name) ?? Missing(name, 0L);

    public long? OptionalInteger(string name)
    {
        if (!Find(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : Wrong(name, "a JSON integer of 64 bits", value, 0L);
    }

    public bool Truth(string name, bool? absent = null)
    {
        if (!Find(name, out var value))
        {
            return absent ?? Missing(name, false);
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : Wrong(name, "true or false", value, false);
    }

    public decimal? Price(string name)
    {
        if (!Find(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            return Wrong(name, "a JSON number", value, 0m);
        }

        var price = Prices.Read(name, value, out var reason);
        if (reason is not null)
        {
            Refuse(Codes.Price, reason);
        }

        // A price beyond reading still counts as given: the refusal already stands.
        return price ?? 0m;
    }

    /// <summary>An object inside this one, read by its own reader, whose findings become this one's.</summary>
    public T? Inner<T>(string name, Func<FieldReader, T> read)
        where T : class
    {
        if (!Find(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return Wrong<T?>(name, "an object", value, null);
        }

        var inner = new FieldReader(value);
        var result = read(inner);
        Malformed ??= inner.Malformed is null ? null : $"{name}: {inner.Malformed}";
        Problem ??= inner.Problem is null ? null : inner.Problem with { Reason = $"{name}: {inner.Problem.Reason}" };
        return result;
    }

    /// <summary>The command's fields are refused, unless something before was.</summary>
    public void Refuse(string code, string reason) => Problem ??= new Refusal(code, reason);

    private static string? StringOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: no text at all.
            return null;
        }
    }

    private bool Find(string name, out JsonElement value) =>
        root.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private T Missing<T>(string name, T instead)
    {
        Malformed ??= $"{name} is missing";
        return instead;
    }

    private T Wrong<T>(string name, string expected, JsonElement value, T instead)
    {
        Malformed ??= $"{name} is {Shown.Text(value.GetRawText())}; expected {expected}";
        return instead;
    }
}
