using System.Threading.Channels;
using Bridge.Core.Gateway;
using Bridge.Tws.Codec;
using Bridge.Tws.Framing;

namespace Bridge.Tws.Connection;

/// <summary>One session over one link: a reading loop in a thread of its own, and writes one after the other.</summary>
internal sealed class GatewayConnection : IGatewayConnection
{
    private readonly IByteLink _link;
    private readonly IGatewayCodec _codec;
    private readonly GatewayConnectOptions _options;
    private readonly TimeProvider _time;
    private readonly FrameSender _sender;
    private readonly FrameWriter _output = new();
    private readonly Channel<GatewayMessage> _messages;

    // Neither takes a handle of the system, so neither needs to be disposed of: a late caller finds them usable.
    private readonly SemaphoreSlim _oneWriter = new(1, 1);
    private readonly CancellationTokenSource _closing = new();

    private LinkEnd? _end;

    /// <summary>Starts reading; what <paramref name="received"/> holds already comes first.</summary>
    public GatewayConnection(
        IByteLink link,
        FrameBuffer received,
        IGatewayCodec codec,
        string timeText,
        GatewayConnectOptions options,
        TimeProvider time)
    {
        _link = link;
        _codec = codec;
        _options = options;
        _time = time;
        _sender = new FrameSender(link, options.WriteTimeout, time);

        // Who waits for a message goes on in the reading loop: handing over to another thread takes longer than what he does with it.
        _messages = Channel.CreateBounded<GatewayMessage>(new BoundedChannelOptions(options.MessageCapacity)
        {
            SingleWriter = true,
            FullMode = BoundedChannelFullMode.Wait,
            AllowSynchronousContinuations = true,
        });
        GatewayTimeText = timeText;
        var reader = new MessageReader(link, received, codec, _messages.Writer);
        Ended = Task.Factory.StartNew(
            () => ReadAsync(reader, received), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public int ServerVersion => _codec.ServerVersion;

    public string GatewayTimeText { get; }

    public ChannelReader<GatewayMessage> Messages => _messages.Reader;

    public Task<LinkEnd> Ended { get; }

    public async ValueTask<WriteResult> WriteAsync(IReadOnlyList<GatewayRequest> requests, CancellationToken cancellation)
    {
        try
        {
            await _oneWriter.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return WriteResult.NotBegun("cancelled before it was written");
        }

        try
        {
            return await WriteAloneAsync(requests);
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    public async Task CloseAsync(string reason)
    {
        if (Interlocked.CompareExchange(ref _end, new LinkEnd(null, reason), null) is null)
        {
            _link.EndSending();
        }

        try
        {
            await Ended.WaitAsync(_options.CloseTimeout, _time);
        }
        catch (TimeoutException)
        {
            await _closing.CancelAsync();
            await Ended;
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync("no longer needed");

    private async ValueTask<WriteResult> WriteAloneAsync(IReadOnlyList<GatewayRequest> requests)
    {
        if (Volatile.Read(ref _end) is { } end)
        {
            return WriteResult.NotBegun(end.Reason);
        }

        if (Frame(requests) is { } problem)
        {
            return WriteResult.NotBegun(problem);
        }

        WriteResult result = await _sender.SendAsync(_output.Written, _closing.Token);
        if (result.Outcome != WriteOutcome.Written)
        {
            // Half a frame may be out: nothing that is written after it could be read.
            Interlocked.CompareExchange(ref _end, new LinkEnd(LinkCode.NotConnected, result.Reason), null);
            await _closing.CancelAsync();
        }

        return result;
    }

    private string? Frame(IReadOnlyList<GatewayRequest> requests)
    {
        _output.Clear();
        foreach (GatewayRequest request in requests)
        {
            _output.BeginFrame();
            if (_codec.Encode(request, _output) is { } problem)
            {
                return problem;
            }

            _output.EndFrame();
        }

        return null;
    }

    private async Task<LinkEnd> ReadAsync(MessageReader reader, FrameBuffer received)
    {
        LinkEnd found = await reader.RunAsync(_closing.Token);
        LinkEnd end = Interlocked.CompareExchange(ref _end, found, null) ?? found;
        _link.Dispose();
        received.Dispose();
        _messages.Writer.TryComplete();
        return end;
    }
}
