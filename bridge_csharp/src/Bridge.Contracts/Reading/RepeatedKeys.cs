using System.Text.Json;

namespace Bridge.Contracts.Reading;

/// <summary>Finds a key that stands twice in one object: JSON allows it, and readers differ in which one they take.</summary>
internal static class RepeatedKeys
{
    /// <summary>The first such key, at any depth; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">A key is no text: half of a surrogate pair.</exception>
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
            if (!seen.Add(property.Name))
            {
                return property.Name;
            }

            if (FirstIn(property.Value) is { } inner)
            {
                // Only a repetition at the top makes the id ambiguous.
                return $"{property.Name}.{inner}";
            }
        }

        return null;
    }
}
