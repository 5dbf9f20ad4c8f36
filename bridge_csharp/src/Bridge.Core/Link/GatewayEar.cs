using Bridge.Contracts;
using Bridge.Contracts.Words;
using Bridge.Core.Commands;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Orders;
using Bridge.Core.Reconciling;

namespace Bridge.Core.Link;

/// <summary>Whose news a message of the gateway is.</summary>
internal sealed class GatewayEar(Parts parts, LinkKeeper link, GatewayErrorDesk errors, PingDesk pings)
{
    public void On(Turn turn, GatewayMessage message)
    {
        if (parts.Session.Stage is SessionStage.Down)
        {
            return;
        }

        parts.Session.Heard(turn);
        switch (message)
        {
            case NextValidId said:
                parts.OrderIds.Valid(said.OrderId);
                parts.Session.NextIdKnown();
                link.Greet(turn);
                break;
            case ManagedAccounts said:
                parts.Session.AccountsKnown(said);
                link.Greet(turn);
                break;
            case CurrentTime said:
                parts.GatewayClock.Shows(turn, said.UnixSeconds);
                parts.Probe.Answered(turn.SteadyNs);
                pings.Answered(turn);
                break;
            case GatewayError said:
                errors.On(turn, said);
                break;
            case RealtimeBar said:
                parts.FeedData.On(turn, said);
                break;
            case TickPrice said:
                parts.FeedData.On(turn, said);
                break;
            case TickSize said:
                parts.FeedData.On(turn, said);
                break;
            case MarketDataType said:
                parts.Feeds.On(said);
                break;
            case HistoricalData said:
                parts.Histories.On(turn, said);
                break;
            case AccountValue said:
                parts.Account.On(said, turn.NowNs);
                break;
            case UnreadMessage { Problem.Length: > 0 } said:
                OnUnread(turn, said);
                break;
            default:
                OnOrders(turn, message);
                break;
        }
    }

    private void OnOrders(Turn turn, GatewayMessage message)
    {
        switch (message)
        {
            case OpenOrder said:
                parts.Reconciler.On(said);
                parts.Strays.On(said);
                parts.Flow.OnOpenOrder(turn, said);
                break;
            case OrderStatus said:
                parts.Reconciler.On(said);
                parts.Strays.On(said);
                parts.Flow.OnStatus(turn, said);
                break;
            case CompletedOrder said:
                parts.Reconciler.On(said);
                parts.Flow.OnCompleted(turn, said);
                break;
            case ExecutionDetails said:
                OnExecution(turn, said);
                break;
            case CommissionReport said:
                parts.Commissions.OnReport(turn, said.ExecId, said.Amount, said.Currency, said.RealizedPnl);
                break;
            case PositionReport said:
                parts.Reconciler.On(said);
                parts.Positions.On(said, turn.SteadyNs);
                break;
            case OpenOrderEnd:
                parts.Reconciler.OnEnd(turn, Part.OpenOrders);
                break;
            case ExecutionDetailsEnd said:
                parts.Reconciler.OnEnd(turn, Part.Executions, said.RequestId);
                break;
            case CompletedOrdersEnd:
                parts.Reconciler.OnEnd(turn, Part.CompletedOrders);
                break;
            case PositionEnd:
                parts.Reconciler.OnEnd(turn, Part.Positions);
                break;
        }
    }

    private void OnUnread(Turn turn, UnreadMessage said)
    {
        var text = $"message {said.MessageId} of the gateway could not be read: {said.Problem}";
        turn.Log(LogWeight.Warning, text);
        if (UnreadLists.Of(said.MessageId) is { } part)
        {
            parts.Reconciler.OnUnread(turn, part);
            parts.Notices.Say(turn, Codes.Unsupported, $"{text}; what it tells of counts as unknown", Meanings.Warning);
        }
    }

    private void OnExecution(Turn turn, ExecutionDetails said)
    {
        var told = parts.Reconciler.On(said);
        if (parts.Fills.On(turn, said, recovered: told) is { } fill)
        {
            parts.Reconciler.OnBooked(fill, told);
        }
    }
}
