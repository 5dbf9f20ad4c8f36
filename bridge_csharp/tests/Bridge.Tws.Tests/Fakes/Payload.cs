using System.Text;

namespace Bridge.Tws.Tests.Fakes;

/// <summary>Payloads written with | where the wire has NUL.</summary>
internal static class Payload
{
    /// <summary>The bytes of a payload; the last field is ended too.</summary>
    public static byte[] Of(string text) => Encoding.UTF8.GetBytes((text.EndsWith('|') ? text : text + "|").Replace('|', '\0'));

    /// <summary>The same from its fields.</summary>
    public static byte[] Of(IEnumerable<string> fields) => Of(string.Join('|', fields) + "|");

    /// <summary>The fields of a payload.</summary>
    public static string[] Fields(ReadOnlySpan<byte> payload)
    {
        string text = Encoding.UTF8.GetString(payload);
        return text.Split('\0')[..^1];
    }

    /// <summary>The payload with its length before it.</summary>
    public static byte[] Frame(byte[] payload)
    {
        byte[] frame = new byte[4 + payload.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length);
        payload.CopyTo(frame, 4);
        return frame;
    }
}
