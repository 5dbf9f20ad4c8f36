using System.Net;
using System.Net.Sockets;

namespace Bridge.Mqtt.Tests;

/// <summary>A wire between client and broker that keeps what the client sent and can be cut.</summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> ends = [];
    private readonly MemoryStream sent = new();
    private readonly int brokerPort;

    public Relay(int brokerPort)
    {
        this.brokerPort = brokerPort;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Whether the client sent these bytes.</summary>
    public bool Saw(params byte[] bytes)
    {
        lock (sent)
        {
            return sent.ToArray().AsSpan().IndexOf(bytes) >= 0;
        }
    }

    /// <summary>Both ends of every connection are closed, without a word of MQTT.</summary>
    public void Cut()
    {
        lock (ends)
        {
            ends.ForEach(end => end.Dispose());
            ends.Clear();
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                var far = new TcpClient();
                await far.ConnectAsync(IPAddress.Loopback, brokerPort);
                lock (ends)
                {
                    ends.AddRange([near, far]);
                }

                _ = PumpAsync(near, far, keep: true);
                _ = PumpAsync(far, near, keep: false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool keep)
    {
        var buffer = new byte[4096];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
            {
                if (keep)
                {
                    lock (sent)
                    {
                        sent.Write(buffer, 0, count);
                    }
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }

        to.Dispose();
    }
}
