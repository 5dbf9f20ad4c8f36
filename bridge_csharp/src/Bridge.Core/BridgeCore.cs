using Bridge.Contracts;
using Bridge.Contracts.Words;
using Bridge.Core.Commands;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Journal;
using Bridge.Core.Link;
using Bridge.Core.Outbound;

namespace Bridge.Core;

/// <summary>
/// All decisions of the bridge, without clock, disk, socket or thread. The host hands in what happened, one input at a time from one loop,
/// and carries out what comes back, in order. What must be remembered comes first in every answer, as one journal entry.
/// </summary>
public sealed class BridgeCore
{
    // Fills, commissions and statuses: the gateway tells them again, so that much may be lost with the power.
    private const long FlushWithinNs = 100 * Moments.Millisecond;
    private readonly Parts parts;
    private readonly PingDesk pings;
    private readonly LinkKeeper link;
    private readonly GatewayEar ear;
    private long flushDueNs = Moments.Never;
    private bool wasOpen;
    private string closedBy = Codes.GatewayDown;
    private bool stopping;

    /// <summary>Start from what the journal says.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="restored">The journal's content.</param>
    /// <param name="run">This start's own name; unique, 1 to 40 characters.</param>
    /// <param name="journalId">The state directory's name, made with it.</param>
    public BridgeCore(CoreOptions options, JournalImage restored, string run, string journalId)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(restored);
        parts = new Parts(options, restored, run, journalId);
        pings = new PingDesk(parts.Commands, parts.Probe, parts.Session);
        link = new LinkKeeper(options, parts, pings);
        ear = new GatewayEar(parts, link, new GatewayErrorDesk(parts, link), pings);

        var router = new CommandRouter(parts, pings);
        parts.Commands.CarryOut = router.Route;
        parts.Commands.TellAgain = router.TellAgain;
        parts.Changes.Changed = OnOrderChanged;
        parts.Flow.Conflicted = (turn, order, permId) =>
        {
            if (parts.Reconciliations.Conflict(order, permId))
            {
                parts.Reconciler.Request(turn, Causes.Timer);
            }
        };
        parts.Errors.MustAsk = turn => parts.Reconciler.Request(turn, Causes.StuckOrder);
        parts.Settlement.LookAgain = parts.Reconciler.Again;
        parts.Reconciler.Finished = parts.Reconciliations.Finish;
    }

    /// <summary>When a <see cref="Tick"/> is due at the latest, ns by the clock that nobody sets.</summary>
    public long NextWakeNs { get; private set; }

    /// <summary>What the broker publishes for us when our connection breaks, under <see cref="Topics.State"/>, retained, QoS 1.</summary>
    public ReadOnlyMemory<byte> LastWill => parts.State.Offline(tsNs: null);

    /// <summary>As the other, where nobody sets the clock.</summary>
    public IReadOnlyList<Effect> Handle(Input input, long nowNs) => Handle(input, nowNs, nowNs);

    /// <summary>Take in one input; answer what to do now.</summary>
    /// <param name="input">What happened.</param>
    /// <param name="nowNs">When it was taken in, ns since 1970.</param>
    /// <param name="steadyNs">
    /// The same moment in ns by a clock that nobody sets, whatever its origin, never below 0. Every patience and every pause is counted by
    /// it: by the other one, set forward a second, the gateway would be sent twice what it takes, and set back an hour, it would be sent
    /// nothing, not be found frozen and not be connected to for an hour. That one is for the wire and the calendar.
    /// </param>
    public IReadOnlyList<Effect> Handle(Input input, long nowNs, long steadyNs)
    {
        ArgumentNullException.ThrowIfNull(input);
        var turn = new Turn(nowNs, steadyNs);
        if (!stopping)
        {
            Take(turn, input);
        }

        var needsFlush = turn.Remembers && !turn.FlushFirst;
        flushDueNs = turn.FlushFirst ? Moments.Never : needsFlush ? Math.Min(flushDueNs, steadyNs + FlushWithinNs) : flushDueNs;
        NextWakeNs = stopping ? Moments.Never : NextDueNs(steadyNs);
        return turn.Effects(turn.Remembers ? parts.Outbox.DeliveryToNote() : null);
    }

    /// <summary>
    /// The effects of the last answer are carried out. Between the answer and a write stands the disk, and the gateway counts what reaches
    /// it and answers no sooner: for a host that does not call this, the time its disk takes is the gateway's silence.
    /// </summary>
    /// <param name="steadyNs">When the last of them was, by the clock that nobody sets.</param>
    public void CarriedOut(long steadyNs)
    {
        parts.Queue.Left(steadyNs);
        parts.Probe.Left(steadyNs);
        parts.Stuck.Left(steadyNs);
        parts.Reconciler.Left(steadyNs);
    }

    private void Take(Turn turn, Input input)
    {
        switch (input)
        {
            case CommandReceived received:
                parts.Commands.On(turn, received);
                break;
            case GatewaySaid said:
                ear.On(turn, said.Message);
                break;
            case GatewayLinkChanged changed:
                link.On(turn, changed);
                break;
            case NotWritten failed:
                parts.Writer.NotWritten(turn, failed);
                break;
            case EventDelivered delivered:
                parts.Outbox.Delivered(delivered.Jseq);
                break;
            case KillFileSeen seen:
                OnKillFile(turn, seen.Present);
                break;
            case Tick tick:
                parts.State.RssMib = tick.RssMib;
                break;
            case Stopping:
                Stop(turn);
                return;
        }

        // Before a tick all that had come by then is handed in: only it ends a patience, for what came may be the answer.
        if (input is Tick)
        {
            OnSilence(turn);
        }

        OnTime(turn);
        Pump(turn);
        TellGate(turn);
        parts.State.OnTime(turn, always: input is MqttConnected);
        if (input is MqttConnected)
        {
            parts.Outbox.PublishUndelivered(turn);
        }
    }

    private void OnSilence(Turn turn)
    {
        link.OnSilence(turn);
        if (parts.Settlement.Overdue(turn))
        {
            parts.Reconciler.Request(turn, Causes.StuckOrder);
        }

        if (parts.Positions.Due(turn.SteadyNs))
        {
            parts.Reconciler.Request(turn, Causes.Timer);
        }

        parts.Reconciler.OnTime(turn);
        parts.Brackets.OnTime(turn);
        parts.Feeds.OnTime(turn);
        parts.Histories.OnTime(turn);
    }

    private void OnTime(Turn turn)
    {
        link.OnTime(turn);
        parts.FeedData.OnTime(turn);
        parts.Account.OnTime(turn);
        parts.Notices.OnTime(turn);
        if (flushDueNs <= turn.SteadyNs)
        {
            turn.FlushFirst = true;
        }
    }

    private void Pump(Turn turn)
    {
        if (parts.Session.Stage == SessionStage.Ready)
        {
            parts.Queue.Pump(turn, parts.Probe.HoldsOrders(turn.SteadyNs), Write);
        }
    }

    private IReadOnlyList<GatewayRequest> Write(Turn turn, OutboundItem item)
    {
        var requests = parts.Writer.Write(turn, item);
        if (item is Question { Request: var request })
        {
            parts.Reconciler.OnWritten(request, turn.SteadyNs);
            if (request is RequestCurrentTime)
            {
                parts.Probe.Written(turn.SteadyNs);
            }
        }

        return requests;
    }

    private void OnOrderChanged(Turn turn, OrderRecord before, OrderRecord after)
    {
        if (after.Ended && !before.Ended)
        {
            parts.Stuck.Ended(after.ClientOrderId);
        }

        // A lost entry that turns up is not wanted any more: whoever meant it has moved on.
        if (before.Status == OrderStatuses.Lost && after.Status != OrderStatuses.Lost && after.AddsRisk)
        {
            parts.Actions.Cancel(turn, after, commandId: null, Codes.Stuck, "it was lost and turned up again");
        }

        parts.Brackets.OnChanged(turn, before, after);
    }

    private void OnKillFile(Turn turn, bool present)
    {
        if (present && !parts.Gate.Killed)
        {
            parts.Notices.Say(turn, Codes.Killed, "the kill switch is on; entries are cancelled", Meanings.Warning, NoticeActions.Cancelled);
            parts.Orders.CancelEntries(turn);
        }

        parts.Gate.Killed = present;
    }

    private void TellGate(Turn turn)
    {
        var closed = parts.Gate.ClosedBy(turn.NowNs);
        var open = closed is null;
        if (open != wasOpen)
        {
            parts.Notices.Say(
                turn,
                closed ?? closedBy,
                open ? "orders are taken" : $"orders are closed: {closed}",
                Meanings.Link,
                open ? NoticeActions.OrdersOpen : NoticeActions.OrdersClosed);
        }

        wasOpen = open;
        closedBy = closed ?? closedBy;
    }

    private void Stop(Turn turn)
    {
        stopping = true;
        turn.FlushFirst = true;

        // The next start could not tell them from orders that were written, and would call them lost.
        parts.Writer.Unwritten(turn, parts.Queue.Clear(), Codes.NotSent);
        parts.State.SayOffline(turn);
        turn.Close("the bridge stops");
    }

    private long NextDueNs(long steadyNs)
    {
        var writing = parts.Session.Stage == SessionStage.Ready
            ? parts.Queue.NextDueNs(steadyNs, parts.Probe.HoldsOrders(steadyNs))
            : Moments.Never;
        ReadOnlySpan<long> due =
        [
            writing, flushDueNs, link.NextDueNs, parts.Stuck.NextDueNs, parts.Positions.NextDueNs, parts.Reconciler.NextDueNs,
            parts.Brackets.NextDueNs, parts.Feeds.NextDueNs, parts.FeedData.NextDueNs, parts.Histories.NextDueNs, parts.Account.NextDueNs,
            parts.Notices.NextDueNs, parts.State.NextDueNs,
        ];
        var next = Moments.Never;
        foreach (var ns in due)
        {
            next = Math.Min(next, ns);
        }

        return next;
    }
}
