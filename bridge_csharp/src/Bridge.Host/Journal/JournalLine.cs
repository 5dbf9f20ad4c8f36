using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bridge.Core.Journal;

namespace Bridge.Host.Journal;

/// <summary>
/// One line of the journal file: 16 hex digits of the text's SHA-256, a blank, the text, a line end. An instance makes one line after the
/// other in the same memory, which grows to the longest.
/// </summary>
internal sealed class JournalLine
{
    private const int DigestDigits = 16;
    private const int HeadLength = DigestDigits + 1;
    private const byte Blank = (byte)' ';
    private const byte LineEnd = (byte)'\n';
    private readonly ArrayBufferWriter<byte> line = new();

    /// <summary>An entry's line, line end included; valid until the next is made.</summary>
    public ReadOnlySpan<byte> Of(JournalEntry entry)
    {
        line.ResetWrittenCount();
        _ = line.GetSpan(HeadLength);
        line.Advance(HeadLength);
        JournalText.Write(entry, line);
        var head = MemoryMarshal.AsMemory(line.WrittenMemory[..HeadLength]).Span;
        Digest(line.WrittenSpan[HeadLength..], head[..DigestDigits]);
        head[DigestDigits] = Blank;
        line.Write([LineEnd]);
        return line.WrittenSpan;
    }

    /// <summary>The text of a line (without its line end).</summary>
    /// <returns>False when the line is torn or was changed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (line.Length <= HeadLength || line[DigestDigits] != Blank)
        {
            return false;
        }

        text = line[HeadLength..];
        Span<byte> digest = stackalloc byte[DigestDigits];
        Digest(text, digest);
        return digest.SequenceEqual(line[..DigestDigits]);
    }

    private static void Digest(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        Convert.TryToHexStringLower(hash[..(DigestDigits / 2)], digits, out _);
    }
}
