using Bridge.Core.Gateway;
using Bridge.Tws.Connection;

namespace Bridge.Tws.Tests.EndToEnd;

/// <summary>A session in which one asks and waits for what must come. Whatever cannot be read fails the test.</summary>
internal sealed class Conversation(IGatewayConnection connection, CancellationToken stop) : IAsyncDisposable
{
    public List<GatewayMessage> Heard { get; } = [];

    public static async Task<Conversation> StartAsync(int port, CancellationToken stop)
    {
        var options = new GatewayConnectOptions("127.0.0.1", port, 7);
        ConnectResult result = await new GatewayConnector(TimeProvider.System).ConnectAsync(options, stop);
        return new Conversation(Assert.IsType<Connected>(result).Connection, stop);
    }

    public int ServerVersion => connection.ServerVersion;

    public async Task AskAsync(params GatewayRequest[] requests) =>
        Assert.Equal(WriteResult.Written, await connection.WriteAsync(requests, stop));

    /// <summary>The next message of this kind for which it holds; those before it are kept in <see cref="Heard"/>.</summary>
    public async Task<T> HearAsync<T>(Func<T, bool>? wanted = null)
        where T : GatewayMessage
    {
        while (true)
        {
            GatewayMessage message = await connection.Messages.ReadAsync(stop);
            Assert.False(message is UnreadMessage { Problem.Length: > 0 }, $"{message}");
            Heard.Add(message);
            if (message is T told && (wanted is null || wanted(told)))
            {
                return told;
            }
        }
    }

    /// <summary>The next message that could not be read.</summary>
    public async Task<UnreadMessage> HearUnreadAsync()
    {
        while (true)
        {
            if (await connection.Messages.ReadAsync(stop) is UnreadMessage { Problem.Length: > 0 } unread)
            {
                return unread;
            }
        }
    }

    /// <summary>Why the connection ended, when it does.</summary>
    public Task<LinkEnd> EndAsync() => connection.Ended.WaitAsync(stop);

    /// <summary>All of one kind between a question and the end of its answer.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T, TEnd>(GatewayRequest question)
        where T : GatewayMessage
        where TEnd : GatewayMessage
    {
        int before = Heard.Count;
        await AskAsync(question);
        await HearAsync<TEnd>();
        return [.. Heard.Skip(before).OfType<T>()];
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
