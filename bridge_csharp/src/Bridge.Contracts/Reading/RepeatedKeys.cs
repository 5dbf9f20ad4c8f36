using System.Text.Json;

namespace Bridge.Contracts.Reading;

/// <summary>Finds a key that stands twice in one object: JSON allows it, and readers differ in which one they take.</summary>
internal static class RepeatedKeys
{
    /// <summary>The first such key, at any depth; null when there is none. A key beyond reading counts as repeated.</summary>
    public static string? FirstIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => FirstInObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(FirstIn).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static string? FirstInObject(JsonElement element)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (NameOf(property) is not { } name || !seen.Add(name))
            {
                return NameOf(property) ?? string.Empty;
            }

            if (FirstIn(property.Value) is { } inner)
            {
                // Only a repetition at the top makes the id ambiguous.
                return "in " + name + ": " + inner;
            }
        }

        return null;
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: no text at all.
            return null;
        }
    }
}
