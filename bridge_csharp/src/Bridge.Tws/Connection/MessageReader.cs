using System.Net.Sockets;
using System.Threading.Channels;
using Bridge.Core.Gateway;
using Bridge.Tws.Codec;
using Bridge.Tws.Framing;

namespace Bridge.Tws.Connection;

/// <summary>
/// The reading loop: bytes become messages until the link ends. A full channel stops the reading, and so the sender.
/// </summary>
internal sealed class MessageReader(
    IByteLink link, FrameBuffer received, IGatewayCodec codec, ChannelWriter<GatewayMessage> messages)
{
    // How late a closing is seen at most.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until the link ends, and says why; blocks its thread while nothing comes. Never throws.</summary>
    public async Task<LinkEnd> RunAsync(CancellationToken closing)
    {
        try
        {
            while (true)
            {
                if (await DeliverAsync(closing) is { } problem)
                {
                    return problem;
                }

                while (!link.AwaitBytes(Silence))
                {
                    closing.ThrowIfCancellationRequested();
                }

                int count = link.TryReceive(received.Free().Span, out SocketError error);
                if (error == SocketError.WouldBlock)
                {
                    continue;
                }

                if (error != SocketError.Success)
                {
                    return Broken(new SocketException((int)error));
                }

                if (count == 0)
                {
                    return new LinkEnd(LinkCode.NotConnected, "the gateway closed the connection");
                }

                received.Filled(count);
            }
        }
        catch (OperationCanceledException)
        {
            return new LinkEnd(null, "closed");
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            return Broken(broken);
        }
    }

    private static LinkEnd Broken(Exception how) => new(LinkCode.NotConnected, $"the connection broke: {how.Message}");

    private async ValueTask<LinkEnd?> DeliverAsync(CancellationToken closing)
    {
        while (true)
        {
            FrameStep step = Next(out GatewayMessage? message);
            if (step == FrameStep.TooLong)
            {
                string length = $"{received.RefusedLength} bytes, of at most {FrameFormat.LargestPayload}";
                return new LinkEnd(LinkCode.BadFrame, $"a frame of {length}: the stream cannot be read any further");
            }

            if (message is null)
            {
                return null;
            }

            if (!messages.TryWrite(message))
            {
                await messages.WriteAsync(message, closing);
            }
        }
    }

    private FrameStep Next(out GatewayMessage? message)
    {
        FrameStep step = received.Take(out ReadOnlySpan<byte> payload);
        message = step == FrameStep.Whole ? codec.Decode(payload) : null;
        return step;
    }
}
