using System.Text;

namespace Bridge.Tws.Fields;

/// <summary>Bytes of a stranger, fit for a log line.</summary>
internal static class Shown
{
    private const int Longest = 40;

    /// <summary>The same of a text.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>At most 40 letters; what is not printable ASCII becomes a question mark.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var shown = new StringBuilder(Longest + 1);
        foreach (byte letter in bytes[..Math.Min(bytes.Length, Longest)])
        {
            shown.Append(letter is >= 0x20 and < 0x7F ? (char)letter : '?');
        }

        return bytes.Length > Longest ? shown.Append('…').ToString() : shown.ToString();
    }
}
