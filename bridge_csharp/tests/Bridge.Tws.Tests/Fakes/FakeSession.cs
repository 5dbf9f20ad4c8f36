using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Bridge.Tws.Tests.Fakes;

/// <summary>The gateway's side of one connection.</summary>
internal sealed class FakeSession(Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>The range of versions the client opens with.</summary>
    public async Task<string> GreetingAsync(CancellationToken cancellation)
    {
        byte[] greeting = new byte[4];
        await _stream.ReadExactlyAsync(greeting, cancellation);
        Assert.Equal("API\0"u8.ToArray(), greeting);
        return Encoding.ASCII.GetString(await FrameAsync(cancellation));
    }

    /// <summary>The fields of the client's next request.</summary>
    public async Task<string[]> HearAsync(CancellationToken cancellation) => Payload.Fields(await FrameAsync(cancellation));

    /// <summary>Says messages in one write.</summary>
    public Task SayAsync(CancellationToken cancellation, params string[] messages) =>
        SayRawAsync([.. messages.SelectMany(message => Payload.Frame(Payload.Of(message)))], cancellation);

    /// <summary>Says bytes as they are.</summary>
    public async Task SayRawAsync(byte[] bytes, CancellationToken cancellation) => await _stream.WriteAsync(bytes, cancellation);

    /// <summary>Reads until the client closes; how many bytes came.</summary>
    public async Task<long> DrainAsync(CancellationToken cancellation)
    {
        byte[] room = new byte[64 * 1024];
        for (long total = 0; ;)
        {
            int count = await _stream.ReadAsync(room, cancellation);
            if (count == 0)
            {
                return total;
            }

            total += count;
        }
    }

    /// <summary>Drops the connection without a word: what is on its way is lost.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close(); // the stream would say goodbye first
    }

    public void Dispose() => _stream.Dispose();

    private async Task<byte[]> FrameAsync(CancellationToken cancellation)
    {
        byte[] length = new byte[4];
        await _stream.ReadExactlyAsync(length, cancellation);
        byte[] payload = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await _stream.ReadExactlyAsync(payload, cancellation);
        return payload;
    }
}
