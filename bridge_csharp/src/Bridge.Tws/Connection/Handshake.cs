using System.Text;
using Bridge.Tws.Codec;
using Bridge.Tws.Fields;
using Bridge.Tws.Framing;

namespace Bridge.Tws.Connection;

/// <summary>
/// The first words of a session: the greeting and our range of versions, then the version the gateway chose and its time.
/// </summary>
internal static class Handshake
{
    /// <summary>Writes the greeting (no frame) and the range (a frame without NUL).</summary>
    public static void Write(FrameWriter output)
    {
        output.Raw("API\0"u8);
        output.BeginFrame();
        output.Raw(Encoding.ASCII.GetBytes($"v{ClassicCodec.Oldest}..{ClassicCodec.Newest}"));
        output.EndFrame();
    }

    /// <summary>Receives until the first frame is whole. What comes after it stays in <paramref name="received"/>.</summary>
    public static async Task<HandshakeAnswer> ReadAsync(IByteLink link, FrameBuffer received, CancellationToken cancellation)
    {
        while (true)
        {
            int count = await link.ReceiveAsync(received.Free(), cancellation);
            if (count == 0)
            {
                const string Reason = "the gateway hung up instead of answering the handshake";
                return HandshakeAnswer.Refused(LinkCode.CouldNotConnect, Reason);
            }

            received.Filled(count);
            if (Read(received) is { } answer)
            {
                return answer;
            }
        }
    }

    private static HandshakeAnswer? Read(FrameBuffer received)
    {
        switch (received.Take(out ReadOnlySpan<byte> payload))
        {
            case FrameStep.Partial:
                return null;
            case FrameStep.TooLong:
                return HandshakeAnswer.Refused(LinkCode.BadFrame, "what listens there does not speak this protocol");
            default:
                return Agree(payload);
        }
    }

    private static HandshakeAnswer Agree(ReadOnlySpan<byte> payload)
    {
        var fields = new FieldReader(payload, new TextCache());
        int version = fields.Int();
        string time = fields.Word();
        if (fields.Problem is not null)
        {
            return HandshakeAnswer.Refused(LinkCode.BadFrame, $"the handshake's answer cannot be read: {fields.Problem}");
        }

        return version is < ClassicCodec.Oldest or > ClassicCodec.Newest
            ? HandshakeAnswer.Refused(
                LinkCode.VersionNotSpoken,
                $"the gateway answered with version {version}; {ClassicCodec.Oldest} to {ClassicCodec.Newest} are spoken here")
            : new HandshakeAnswer(version, time, null);
    }
}
