using System.Net.Sockets;
using Bridge.Tws.Codec;
using Bridge.Tws.Framing;
using Bridge.Tws.Outgoing;

namespace Bridge.Tws.Connection;

/// <summary>Connects over TCP and starts the session: greeting, version, startApi.</summary>
public sealed class GatewayConnector(TimeProvider time) : IGatewayConnector
{
    /// <inheritdoc/>
    public async Task<ConnectResult> ConnectAsync(GatewayConnectOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var late = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var link = new SocketLink();
        var received = new FrameBuffer();
        ConnectResult result = new NotConnected(LinkCode.CouldNotConnect, string.Empty);
        try
        {
            result = await StartAsync(link, received, options, either.Token);
        }
        catch (SocketException refused)
        {
            result = Failed(options, refused.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            result = Failed(options, $"no answer within {options.ConnectTimeout.TotalSeconds} s");
        }
        finally
        {
            if (result is NotConnected)
            {
                link.Dispose();
                received.Dispose();
            }
        }

        return result;
    }

    private async Task<ConnectResult> StartAsync(
        SocketLink link, FrameBuffer received, GatewayConnectOptions options, CancellationToken cancellation)
    {
        await link.ConnectAsync(options.Host, options.Port, cancellation);
        var output = new FrameWriter();
        Handshake.Write(output);
        await link.SendAsync(output.Written, cancellation);
        HandshakeAnswer answer = await Handshake.ReadAsync(link, received, cancellation);
        if (answer.Refusal is { } refusal)
        {
            return Failed(options, refusal.Reason) with { Code = refusal.Code };
        }

        var codec = new ClassicCodec(answer.Version);
        output.Clear();
        output.BeginFrame();
        codec.Encode(new StartApi(options.ClientId), output);
        output.EndFrame();
        await link.SendAsync(output.Written, cancellation);
        return new Connected(new GatewayConnection(link, received, codec, answer.TimeText, options, time));
    }

    private static NotConnected Failed(GatewayConnectOptions options, string reason) =>
        new(LinkCode.CouldNotConnect, $"{options.Host}:{options.Port}: {reason}");
}
