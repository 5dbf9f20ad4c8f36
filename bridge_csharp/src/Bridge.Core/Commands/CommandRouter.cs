using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Events;
using Bridge.Contracts.Words;
using Bridge.Core.Link;
using Bridge.Core.Publishing;

namespace Bridge.Core.Commands;

/// <summary>Whose work a command is.</summary>
internal sealed class CommandRouter(Parts parts, PingDesk pings)
{
    /// <summary>Its answer; null: later.</summary>
    public Answer? Route(Turn turn, Command command) => command switch
    {
        OrderSubmit submit => parts.Orders.Submit(turn, submit),
        OrderModify modify => parts.Orders.Modify(turn, modify),
        OrderCancel cancel => parts.Orders.Cancel(turn, cancel),
        OrdersCancelAll cancel => parts.Orders.CancelAll(turn, cancel),
        MarketSubscribe subscribe => parts.Feeds.Subscribe(subscribe),
        MarketUnsubscribe unsubscribe => parts.Feeds.Unsubscribe(unsubscribe),
        HistoryRequest request => parts.Histories.Request(request),
        ReconcileRequest request => Reconcile(request),
        Ping ping => pings.On(ping),
        EventsReplay replay => Answer.Accepted(later => Replay(later, replay)),
        _ => Answer.Rejected(Codes.UnknownCommand, $"nobody carries out {command.Name}"),
    };

    /// <summary>A command came again: how its order stands is told once more.</summary>
    public void TellAgain(Turn turn, Command command)
    {
        var order = command switch
        {
            OrderSubmit submit => submit.ClientOrderId,
            OrderModify modify => modify.ClientOrderId,
            OrderCancel cancel => cancel.ClientOrderId,
            _ => null,
        };
        if (order is not null)
        {
            parts.Orders.TellAgain(turn, order);
        }
    }

    private Answer Reconcile(ReconcileRequest request) =>
        parts.Session.Stage != SessionStage.Ready ? Answer.Rejected(Codes.GatewayDown, "there is no gateway to compare with")
        : !parts.Session.LinkUp ? Answer.Rejected(Codes.LinkDown, "the gateway has no link to the broker")
        : Answer.Accepted(turn => parts.Reconciler.Request(turn, Causes.Request, request.Id));

    private void Replay(Turn turn, EventsReplay replay)
    {
        var last = parts.Outbox.Replay(turn, replay.AfterJseq);
        var stamp = parts.Outbox.Next(turn);
        EventOutbox.Publish(turn, new ReplayEnd
        {
            Id = stamp.Id,
            TsNs = stamp.TsNs,
            Run = stamp.Run,
            Seq = stamp.Seq,
            CommandId = replay.Id,
            LastJseq = last,
        });
    }
}
