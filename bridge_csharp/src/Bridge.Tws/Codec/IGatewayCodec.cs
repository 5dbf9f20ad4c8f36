using System.Buffers;
using Bridge.Core.Gateway;

namespace Bridge.Tws.Codec;

/// <summary>
/// The payload of a frame, at one negotiated version: bytes to what the gateway said, and what we ask to bytes. The seam at
/// which the binary layouts of later versions can follow.
/// </summary>
public interface IGatewayCodec
{
    /// <summary>The version spoken.</summary>
    int ServerVersion { get; }

    /// <summary>
    /// Reads one payload. Never throws: what cannot be read comes back as <see cref="UnreadMessage"/> with the problem.
    /// </summary>
    GatewayMessage Decode(ReadOnlySpan<byte> payload);

    /// <summary>
    /// Writes one payload. Returns why it cannot be written, and then what was put into <paramref name="payload"/> is void;
    /// null: done.
    /// </summary>
    string? Encode(GatewayRequest request, IBufferWriter<byte> payload);
}
