using Bridge.Contracts;
using Bridge.Core.Orders;

namespace Bridge.Core.Link;

/// <summary>Whether orders are taken now, and for whom.</summary>
internal sealed class OrderGate(CoreOptions options, GatewaySession session, OrderIds ids)
{
    private readonly Blackout blackout = new(options.GatewayRestart, options.BlackoutBeforeSeconds, options.BlackoutAfterSeconds);

    /// <summary>Whether the kill file stands.</summary>
    public bool Killed { get; set; }

    /// <summary>Whether journal and gateway have been compared completely since the connection or its link came back.</summary>
    public bool Reconciled { get; set; }

    /// <summary>Why no order is taken; null: orders are taken.</summary>
    public string? ClosedBy(long nowNs) =>
        session.Stage != SessionStage.Ready ? Codes.GatewayDown
        : !session.LinkUp ? Codes.LinkDown
        : !ServesAny ? Codes.Account
        : ids.UsedUp ? Codes.Unsupported
        : blackout.Covers(nowNs) ? Codes.Blackout
        : !Reconciled ? Codes.Reconciling
        : null;

    /// <summary>Whether an account is behind the login and the one that was set.</summary>
    public bool Serves(string account) =>
        session.Accounts.Contains(account) && RightKind(account) && (options.Account is null || options.Account == account);

    // One account of the wrong kind closes the gate: a paper bridge has no business at a live login.
    private bool ServesAny
    {
        get
        {
            var any = false;
            for (var i = 0; i < session.Accounts.Count; i++)
            {
                if (!RightKind(session.Accounts[i]))
                {
                    return false;
                }

                any |= options.Account is null || options.Account == session.Accounts[i];
            }

            return any;
        }
    }

    private bool RightKind(string account)
    {
        var paper = account.StartsWith("DU", StringComparison.Ordinal) || account.StartsWith("DF", StringComparison.Ordinal);
        return paper != options.Live;
    }
}
