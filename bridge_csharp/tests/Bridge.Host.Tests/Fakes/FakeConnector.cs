using System.Threading.Channels;
using Bridge.Core.Gateway;
using Bridge.Tws.Connection;

namespace Bridge.Host.Tests;

/// <summary>A gateway whose answers the test gives, attempt by attempt.</summary>
internal sealed class FakeConnector : IGatewayConnector
{
    private readonly Channel<ConnectResult> answers = Channel.CreateUnbounded<ConnectResult>();

    public void Answer(ConnectResult result) => answers.Writer.TryWrite(result);

    public FakeConnection Accept()
    {
        var connection = new FakeConnection();
        Answer(new Connected(connection));
        return connection;
    }

    public async Task<ConnectResult> ConnectAsync(GatewayConnectOptions options, CancellationToken cancellation) =>
        await answers.Reader.ReadAsync(cancellation);

    /// <summary>One session of it.</summary>
    internal sealed class FakeConnection : IGatewayConnection
    {
        private readonly Channel<GatewayMessage> messages = Channel.CreateUnbounded<GatewayMessage>();
        private readonly TaskCompletionSource<LinkEnd> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int ServerVersion => 178;

        public string GatewayTimeText => "20260302 15:00:00 UTC";

        public ChannelReader<GatewayMessage> Messages => messages.Reader;

        public Task<LinkEnd> Ended => ended.Task;

        public WriteResult WriteAnswer { get; set; } = WriteResult.Written;

        public List<IReadOnlyList<GatewayRequest>> Written { get; } = [];

        public void Say(GatewayMessage message) => messages.Writer.TryWrite(message);

        public void End(int? code, string reason)
        {
            ended.TrySetResult(new LinkEnd(code, reason));
            messages.Writer.TryComplete();
        }

        public ValueTask<WriteResult> WriteAsync(IReadOnlyList<GatewayRequest> requests, CancellationToken cancellation)
        {
            Written.Add(requests);
            return ValueTask.FromResult(WriteAnswer);
        }

        public Task CloseAsync(string reason)
        {
            End(null, reason);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => new(CloseAsync("disposed"));
    }
}
