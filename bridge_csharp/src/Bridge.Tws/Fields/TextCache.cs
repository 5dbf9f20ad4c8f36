using System.Text;

namespace Bridge.Tws.Fields;

/// <summary>
/// Strings already made from the same bytes: symbols, currencies, exchanges and status words come again with every message. A
/// collision replaces; nothing grows.
/// </summary>
internal sealed class TextCache
{
    private const int Places = 512; // a power of two
    private const int LongestKept = 24;

    private readonly string?[] _texts = new string?[Places];

    /// <summary>The text of these bytes (ASCII kept, anything else decoded as UTF-8).</summary>
    public string Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return string.Empty;
        }

        if (bytes.Length > LongestKept)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        ref string? place = ref _texts[Place(bytes)];
        if (place is null || !Ascii.Equals(bytes, place))
        {
            place = Encoding.UTF8.GetString(bytes);
        }

        return place;
    }

    private static uint Place(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2_166_136_261; // FNV-1a
        foreach (byte letter in bytes)
        {
            hash = (hash ^ letter) * 16_777_619;
        }

        return (hash ^ (hash >> 16)) & (Places - 1);
    }
}
