using Bridge.Core.Inputs;
using Bridge.Host.Loop;
using Bridge.Tws.Connection;

namespace Bridge.Host.Gateway;

/// <summary>One attempt to connect and, if it succeeds, one session: what it tells goes into the inbox under its number.</summary>
internal sealed class GatewaySession : IDisposable
{
    // Takes no handle of the system, so it needs no disposal: a late caller finds it usable.
    private readonly CancellationTokenSource ending = new();
    private readonly Inbox inbox;
    private readonly Task running;
    private volatile IGatewayConnection? connection;

    /// <summary>Begins at once.</summary>
    public GatewaySession(long number, IGatewayConnector connector, GatewayConnectOptions options, Inbox inbox)
    {
        Number = number;
        this.inbox = inbox;
        running = Task.Run(() => RunAsync(connector, options));
    }

    /// <summary>Rising, from 1.</summary>
    public long Number { get; }

    /// <summary>To write to; null while there is none.</summary>
    public IGatewayConnection? Connection => connection;

    /// <summary>Say nothing more, close, and return when all is closed. Never throws.</summary>
    public async Task EndAsync(string reason)
    {
        await ending.CancelAsync();
        await running;
        if (connection is { } open)
        {
            await open.CloseAsync(reason);
        }
    }

    /// <summary>Says nothing more; <see cref="EndAsync"/> closes in good order.</summary>
    public void Dispose() => ending.Cancel();

    private async Task RunAsync(IGatewayConnector connector, GatewayConnectOptions options)
    {
        try
        {
            var result = await connector.ConnectAsync(options, ending.Token);
            if (result is Connected connected)
            {
                connection = connected.Connection;
                await TellAsync(connected.Connection);
            }
            else if (result is NotConnected refused)
            {
                await PutAsync(new GatewayLinkChanged(LinkState.Disconnected, null, refused.Code, refused.Reason));
            }
        }
        catch (OperationCanceledException)
        {
            // Given up.
        }
        catch (Exception e)
        {
            // Whatever broke, the link is gone: the core must know, and tries again.
            await PutLastAsync(new GatewayLinkChanged(LinkState.Disconnected, null, LinkCode.NotConnected, $"unexpected: {e}"));
        }
    }

    private async Task TellAsync(IGatewayConnection open)
    {
        await PutAsync(new GatewayLinkChanged(LinkState.Connected, open.ServerVersion, null, string.Empty) { GatewayTimeText = open.GatewayTimeText });
        await foreach (var message in open.Messages.ReadAllAsync(ending.Token))
        {
            await PutAsync(new GatewaySaid(message));
        }

        var end = await open.Ended;
        await PutAsync(new GatewayLinkChanged(LinkState.Disconnected, null, end.Code, end.Reason));
    }

    private ValueTask PutAsync(Input input) => inbox.PutAsync(input, ending.Token, Number);

    private async Task PutLastAsync(Input input)
    {
        try
        {
            await PutAsync(input);
        }
        catch (OperationCanceledException)
        {
            // Given up.
        }
    }
}
