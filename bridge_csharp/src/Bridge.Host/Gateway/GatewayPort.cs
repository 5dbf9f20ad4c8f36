using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Host.Loop;
using Bridge.Tws.Connection;

namespace Bridge.Host.Gateway;

/// <summary>Sessions one after the other. Used by the driving loop alone; each session runs by itself.</summary>
internal sealed class GatewayPort(IGatewayConnector connector, GatewayConnectOptions options, Inbox inbox)
    : IGatewayPort, IDisposable
{
    private readonly List<Task> endings = [];
    private GatewaySession? session;
    private long last;

    /// <inheritdoc/>
    public void Connect()
    {
        Close("a new attempt begins");
        session = new GatewaySession(++last, connector, options, inbox);
    }

    /// <inheritdoc/>
    public void Close(string reason)
    {
        endings.RemoveAll(ending => ending.IsCompleted);
        if (session is not null)
        {
            // Not waited for: a frozen gateway may take its time, and the loop has other things to do.
            endings.Add(session.EndAsync(reason));
            session = null;
        }
    }

    /// <inheritdoc/>
    public bool IsCurrent(long session) => session == 0 || session == this.session?.Number;

    /// <inheritdoc/>
    public async ValueTask<NotWritten?> WriteAsync(IReadOnlyList<GatewayRequest> requests)
    {
        if (session?.Connection is not { } connection)
        {
            return new NotWritten(requests, "there is no session");
        }

        var result = await connection.WriteAsync(requests, CancellationToken.None);
        return result.Outcome == WriteOutcome.NotBegun ? new NotWritten(requests, result.Reason) : null;
    }

    /// <inheritdoc/>
    public Task EndAsync(string reason)
    {
        Close(reason);
        return Task.WhenAll(endings);
    }

    /// <inheritdoc/>
    public void Dispose() => session?.Dispose();
}
