using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bridge.Tws.Tests.Fakes;

/// <summary>A gateway in this process that says exactly what a test tells it to.</summary>
internal sealed class FakeGateway : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private FakeGateway() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static FakeGateway Start() => new();

    /// <summary>A port of this machine at which nobody listens.</summary>
    public static int DeadPort()
    {
        using FakeGateway gone = Start();
        return gone.Port;
    }

    /// <summary>The next client that connects; nothing is said yet.</summary>
    public async Task<FakeSession> AcceptAsync(CancellationToken cancellation) => new(await _listener.AcceptSocketAsync(cancellation));

    /// <summary>The next client, led through the handshake up to its startApi.</summary>
    public async Task<FakeSession> WelcomeAsync(CancellationToken cancellation, string answer = "178|20260102 15:00:00 EST")
    {
        FakeSession session = await AcceptAsync(cancellation);
        Assert.Equal("v176..178", await session.GreetingAsync(cancellation));
        await session.SayAsync(cancellation, answer);
        Assert.Equal("71|2|7|", string.Join('|', await session.HearAsync(cancellation)));
        return session;
    }

    public void Dispose() => _listener.Dispose();
}
