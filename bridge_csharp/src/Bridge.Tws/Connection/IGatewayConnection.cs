using System.Threading.Channels;
using Bridge.Core.Gateway;

namespace Bridge.Tws.Connection;

/// <summary>A started session with the gateway, until it ends; it never comes back by itself.</summary>
public interface IGatewayConnection : IAsyncDisposable
{
    /// <summary>The version agreed on.</summary>
    int ServerVersion { get; }

    /// <summary>The gateway's clock at the handshake, in its own words.</summary>
    string GatewayTimeText { get; }

    /// <summary>What the gateway says, in order. Completes after the last message, when the connection has ended.</summary>
    ChannelReader<GatewayMessage> Messages { get; }

    /// <summary>Completes when the connection has ended, with the reason. Never faulted.</summary>
    Task<LinkEnd> Ended { get; }

    /// <summary>
    /// Writes the requests in one socket write, in order: all or, if one of them cannot be put into words, none. Never throws.
    /// After <see cref="WriteOutcome.Unfinished"/> the connection ends; cancellation counts only until the write begins.
    /// </summary>
    ValueTask<WriteResult> WriteAsync(IReadOnlyList<GatewayRequest> requests, CancellationToken cancellation);

    /// <summary>
    /// Ends the connection: what was written is delivered, then the socket closes. Again: nothing more happens.
    /// </summary>
    Task CloseAsync(string reason);
}
