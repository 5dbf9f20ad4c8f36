using System.Buffers;
using System.Buffers.Text;
using Bridge.Core.Gateway;
using Bridge.Tws.Fields;
using Bridge.Tws.Incoming;
using Bridge.Tws.Outgoing;

namespace Bridge.Tws.Codec;

/// <summary>
/// Texts ended by NUL, the first of them the message's number: versions 176 to 178. One connection's own; not thread-safe.
/// </summary>
public sealed class ClassicCodec(int serverVersion) : IGatewayCodec
{
    /// <summary>The oldest version whose layouts are known here.</summary>
    public const int Oldest = 176;

    /// <summary>The newest version whose layouts are known here.</summary>
    public const int Newest = 178;

    // Ticks of kinds that nobody asked for come all day; they cost no allocation.
    private static readonly UnreadMessage?[] s_ignored = IgnoredKinds();

    private readonly TextCache _texts = new();

    /// <inheritdoc/>
    public int ServerVersion => serverVersion;

    /// <inheritdoc/>
    public GatewayMessage Decode(ReadOnlySpan<byte> payload)
    {
        if (!TryReadKind(payload, out int kind, out int used))
        {
            return new UnreadMessage(MessageKind.Unreadable, $"a message without a number: '{Shown.Of(payload)}'");
        }

        MessageDecoder? decoder = MessageDecoders.Of(kind);
        if (decoder is null)
        {
            return Ignored(kind);
        }

        var fields = new FieldReader(payload[used..], _texts);
        GatewayMessage message = decoder(ref fields, serverVersion);
        return fields.Problem is null ? message : new UnreadMessage(kind, fields.Problem);
    }

    /// <inheritdoc/>
    public string? Encode(GatewayRequest request, IBufferWriter<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(request);
        var fields = new FieldWriter(payload);
        return RequestEncoders.Write(request, ref fields, serverVersion)
            ? fields.Problem
            : $"{request.GetType().Name} has no form at version {serverVersion}";
    }

    private static bool TryReadKind(ReadOnlySpan<byte> payload, out int kind, out int used)
    {
        bool read = Utf8Parser.TryParse(payload, out kind, out used) && kind >= 0;
        if (!read || (used < payload.Length && payload[used] != 0))
        {
            return false;
        }

        used = Math.Min(used + 1, payload.Length);
        return true;
    }

    private static UnreadMessage Ignored(int kind) =>
        kind < s_ignored.Length && s_ignored[kind] is { } known
            ? known
            : new UnreadMessage(kind, $"messages of kind {kind} are not known");

    private static UnreadMessage?[] IgnoredKinds()
    {
        var known = new UnreadMessage?[MessageKind.Highest + 1];
        foreach (byte kind in MessageKind.Ignored)
        {
            known[kind] = new UnreadMessage(kind, string.Empty);
        }

        return known;
    }
}
