using Bridge.Contracts;
using Bridge.Contracts.Words;
using Bridge.Core.Commands;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Orders;
using Bridge.Core.Outbound;

namespace Bridge.Core.Link;

/// <summary>Keeps a session with the gateway, and tells everybody when it begins and ends.</summary>
internal sealed class LinkKeeper(CoreOptions options, Parts parts, PingDesk pings)
{
    // startApi goes out with the handshake.
    private const int StartMessages = 1;

    private bool wasReady;
    private int? toldCode;

    /// <summary>When an attempt or a probe is due.</summary>
    public long NextDueNs => Math.Min(parts.Reconnects.NextNs, parts.Probe.NextDueNs);

    /// <summary>The socket changed.</summary>
    public void On(Turn turn, GatewayLinkChanged changed)
    {
        switch (changed.State)
        {
            case LinkState.Connected when parts.Session.Stage == SessionStage.Connecting:
                parts.Session.Greeted(turn, changed.ServerVersion);
                parts.GatewayZone.Greeted(turn, changed.GatewayTimeText);
                parts.Queue.Written(turn.SteadyNs, StartMessages);
                break;
            case LinkState.Disconnected:
                End(turn, changed.Reason, Codes.NotSent, changed.Code);
                break;
        }
    }

    /// <summary>Next id and accounts may make the session ready.</summary>
    public void Greet(Turn turn)
    {
        if (!parts.Session.BecomesReady(turn.NowNs))
        {
            return;
        }

        parts.Reconnects.Succeeded();
        parts.Counters.Reconnects += wasReady ? 1 : 0;
        wasReady = true;
        toldCode = null;
        turn.Log(LogWeight.Information, $"connected to the gateway, version {parts.Session.ServerVersion}, next order id {parts.OrderIds.Next}");
        TellIds(turn);
        parts.GatewayZone.TellUnknown(turn);
        parts.Actions.Connected = true;
        parts.Actions.SendOpenCancels();
        parts.Reconciler.Resume(turn, Causes.Connect);

        // Bars are judged by the gateway's clock.
        parts.Probe.Ask();
        parts.Queue.Add(new Question(Lane.Data, new RequestMarketDataType(options.MarketDataType)));
        foreach (var account in parts.Session.Accounts.Where(parts.Gate.Serves).Take(1))
        {
            parts.Queue.Add(new Question(Lane.Data, new RequestAccountUpdates(Subscribe: true, account)));
        }

        parts.Feeds.Resume(turn.SteadyNs);
    }

    /// <summary>Nothing has come so far: find out whether the gateway still answers, and give up an attempt that nothing comes of.</summary>
    public void OnSilence(Turn turn)
    {
        if (parts.Probe.Failed(turn.SteadyNs))
        {
            Hangup(turn, "the gateway does not answer", Codes.Frozen);
        }

        if (parts.Reconnects.NextNs <= turn.SteadyNs && parts.Session.Stage != SessionStage.Down)
        {
            Hangup(turn, "no session came of the attempt", Codes.NotSent);
        }
    }

    /// <summary>Try again, when it is time.</summary>
    public void OnTime(Turn turn)
    {
        parts.GatewayClock.OnTime(turn);
        if (parts.Reconnects.NextNs <= turn.SteadyNs && parts.Session.Stage == SessionStage.Down)
        {
            parts.Reconnects.Attempted(turn.SteadyNs);
            parts.Session.Attempt(turn.NowNs);
            turn.Connect();
        }
    }

    /// <summary>Close the socket and begin anew. Code: what becomes of orders that were not written.</summary>
    public void Hangup(Turn turn, string reason, string code, int? twsCode = null)
    {
        turn.Close(reason);
        End(turn, reason, code, twsCode);
    }

    /// <summary>The link between gateway and broker broke; the socket stays.</summary>
    public void BrokerLost(Turn turn)
    {
        parts.Session.Link(up: false);
        parts.Gate.Reconciled = false;
        parts.Reconciler.Suspend();
        parts.Writer.Unwritten(turn, parts.Queue.TakeVoidWithoutLink(), Codes.NotSent);
        parts.Stuck.SessionEnded();
    }

    /// <summary>It is back. Orders are compared in any case, for what was said meanwhile may be lost.</summary>
    public void BrokerBack(Turn turn, bool dataLost)
    {
        parts.Session.Link(up: true);
        if (parts.Session.Stage != SessionStage.Ready)
        {
            return;
        }

        parts.Gate.Reconciled = false;
        parts.Actions.SendOpenCancels();
        parts.Reconciler.Suspend();
        parts.Reconciler.Resume(turn, Causes.LinkRestored);
        if (dataLost)
        {
            parts.Feeds.Resume(turn.SteadyNs);
        }
    }

    private void TellIds(Turn turn)
    {
        if (parts.OrderIds.UsedUp)
        {
            parts.Notices.Say(
                turn,
                Codes.Unsupported,
                $"the next order id is {parts.OrderIds.Next}, and those from {RequestIds.First} on are for requests; orders stay closed until the "
                    + "gateway counts from 1 again: 'Reset API order ID sequence' in its API settings, with no order open, then restart the gateway",
                Meanings.Link,
                NoticeActions.OrdersClosed);
        }
    }

    private void End(Turn turn, string reason, string code, int? twsCode)
    {
        var stage = parts.Session.Stage;
        if (stage == SessionStage.Down)
        {
            return;
        }

        parts.Session.Ended(turn.NowNs);
        parts.Reconnects.Lost(turn.SteadyNs, stage == SessionStage.Ready);
        parts.Actions.Connected = false;
        parts.Gate.Reconciled = false;
        parts.Writer.Unwritten(turn, parts.Queue.Clear(), code);
        parts.Stuck.SessionEnded();
        parts.Reconciler.Suspend();
        parts.Positions.Forget();
        parts.Feeds.Suspend();
        parts.Histories.Suspend(turn);
        parts.Probe.Reset();
        var noticed = code == Codes.Frozen ? Codes.Frozen : Codes.GatewayDown;
        pings.Suspend(turn, noticed);
        turn.Log(LogWeight.Warning, $"gateway: {reason}");
        // A gateway that is away for a night fails every ten seconds in the same way: once is enough.
        if (stage == SessionStage.Ready || (twsCode is not null && twsCode != toldCode))
        {
            toldCode = twsCode;
            parts.Notices.Say(turn, noticed, reason.Length > 0 ? reason : "the connection ended", Meanings.Link, NoticeActions.Reconnecting, twsCode);
        }
    }
}
