using System.Globalization;
using System.Text;

namespace Bridge.Tws.Fields;

/// <summary>Text of the gateway may hold \uXXXX for a letter outside ASCII. What is no such escape stays as it is.</summary>
internal static class Escapes
{
    private const int Length = 6;

    /// <summary>
    /// The text with its escapes resolved. Half a surrogate pair becomes U+FFFD, so that the text can always be written again.
    /// </summary>
    public static string Resolve(string text)
    {
        if (!text.Contains("\\u", StringComparison.Ordinal))
        {
            return text;
        }

        var resolved = new StringBuilder(text.Length);
        for (int place = 0; place < text.Length;)
        {
            if (TryRead(text.AsSpan(place), out char letter))
            {
                resolved.Append(letter);
                place += Length;
            }
            else
            {
                resolved.Append(text[place++]);
            }
        }

        return WithoutHalves(resolved.ToString());
    }

    private static bool TryRead(ReadOnlySpan<char> text, out char letter)
    {
        letter = default;
        if (text.Length < Length || text[0] != '\\' || text[1] != 'u')
        {
            return false;
        }

        const NumberStyles Hex = NumberStyles.AllowHexSpecifier;
        bool read = ushort.TryParse(text[2..Length], Hex, CultureInfo.InvariantCulture, out ushort code);
        letter = (char)code;
        return read;
    }

    // EnumerateRunes reads half a pair as U+FFFD.
    private static string WithoutHalves(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            whole.Append(rune.ToString());
        }

        return whole.ToString();
    }
}
