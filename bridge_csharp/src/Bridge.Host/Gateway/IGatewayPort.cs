using Bridge.Core.Gateway;
using Bridge.Core.Inputs;

namespace Bridge.Host.Gateway;

/// <summary>The gateway as the driving loop sees it: at most one session, each with a number.</summary>
internal interface IGatewayPort
{
    /// <summary>Begin an attempt to connect; what stood or was under way is given up first.</summary>
    void Connect();

    /// <summary>Close the session; nothing more of it counts.</summary>
    void Close(string reason);

    /// <summary>Whether what is told of that session still counts; 0 always does.</summary>
    bool IsCurrent(long session);

    /// <summary>Write in one go.</summary>
    /// <returns>
    /// That it did not leave, for certain; null: it did, or may have. When the session ended with it, that comes through the inbox, behind
    /// what the gateway had said by then.
    /// </returns>
    ValueTask<NotWritten?> WriteAsync(IReadOnlyList<GatewayRequest> requests);

    /// <summary>Close and wait until everything is closed.</summary>
    Task EndAsync(string reason);
}
