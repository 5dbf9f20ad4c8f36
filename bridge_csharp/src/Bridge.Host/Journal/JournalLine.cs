using System.Security.Cryptography;
using System.Text;

namespace Bridge.Host.Journal;

/// <summary>One line of the journal file: 16 hex digits of the text's SHA-256, a blank, the text, a line end.</summary>
internal static class JournalLine
{
    private const int DigestDigits = 16;
    private const byte Blank = (byte)' ';
    private const byte LineEnd = (byte)'\n';

    /// <summary>The line of an entry's text, line end included.</summary>
    public static byte[] Of(ReadOnlySpan<byte> text) => [.. Digest(text), Blank, .. text, LineEnd];

    /// <summary>The text of a line (without its line end).</summary>
    /// <returns>False when the line is torn or was changed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (line.Length <= DigestDigits + 1 || line[DigestDigits] != Blank)
        {
            return false;
        }

        text = line[(DigestDigits + 1)..];
        return Digest(text).AsSpan().SequenceEqual(line[..DigestDigits]);
    }

    private static byte[] Digest(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash[..(DigestDigits / 2)]));
    }
}
