using Bridge.Contracts.Events;
using Bridge.Contracts.Words;
using Bridge.Core.Fills;
using Bridge.Core.Gateway;
using Bridge.Core.Orders;
using Bridge.Core.Publishing;

namespace Bridge.Core.Reconciling;

/// <summary>A comparison as events: both views side by side, in pages that keep below the size of an event.</summary>
internal sealed class ReconcileReport(OrderBook book, FillBook fills, EventOutbox outbox, int clientId)
{
    // An entry of any list takes less than 700 bytes, an event 256 KiB; but what takes 85,000 bytes or more is no short-lived memory to the
    // runtime: it stays until a full collection, and the day's orders are told every minute.
    private const int EntriesOnPage = 110;

    public void Publish(Turn turn, ReconcileRun run, IReadOnlyList<Difference> differences)
    {
        var midnight = NewYork.MidnightBefore(turn.NowNs);
        var page = new Pager(EntriesOnPage);
        var open = page.List(run.OpenOrders?.Working.Select(order => View(order, run.OpenOrders)));
        var executions = page.List(run.Executions is null ? null : fills.All
            .Where(fill => fill.TimeNs >= midnight || run.Executions.Contains(fill.ExecKey))
            .OrderBy(fill => fill.TimeNs)
            .Select(EventShapes.ExecutionOf));
        var completed = page.List(run.CompletedOrders?.Select(View));
        var positions = page.List(run.Positions?.Select(View));
        var orders = page.List(book.All
            .Where(order => !order.Ended || order.ChangedNs >= midnight)
            .OrderBy(order => order.OrderId)
            .Select(EventShapes.ViewOf));
        var differing = page.List(differences);
        for (var number = 1; number <= page.Count; number++)
        {
            var stamp = outbox.NextJournaled(turn);
            outbox.Put(turn, new Reconciliation
            {
                Id = stamp.Id,
                TsNs = stamp.TsNs,
                Run = stamp.Run,
                Seq = stamp.Seq,
                Jseq = stamp.Jseq,
                CommandId = run.CommandId,
                Cause = run.Cause,
                StartedTsNs = run.StartedNs,
                JseqBefore = run.JseqBefore,
                Page = number,
                Last = number == page.Count,
                Complete = run.Complete,
                OpenOrders = open?.On(number),
                Executions = executions?.On(number),
                CompletedOrders = completed?.On(number),
                Positions = positions?.On(number),
                Orders = orders!.On(number),
                Differences = differing!.On(number),
            });
        }
    }

    private OrderView View(OpenOrder order, OpenOrderList list)
    {
        var match = OrderMatch.Find(book, order.ClientId == clientId, order.OrderId, order.PermId, order.Order.OrderRef);
        var told = list.FilledOf(order);
        var filled = match is { Conflict: false, Order: { } known } && (known.Filled > told || fills.IsCorrected(known.ClientOrderId)) ? known.Filled : told;
        return View(match, order.PermId, order.Contract, order.Order, filled, OrderWords.StatusOf(order.Status, list.WhyHeld(order)) ?? OrderStatuses.Submitted);
    }

    private OrderView View(CompletedOrder order) => View(
        OrderMatch.Find(book, ours: true, 0, order.PermId, order.Order.OrderRef),
        order.PermId,
        order.Contract,
        order.Order,
        (long)order.Filled,
        OrderWords.StatusOf(order.Status, string.Empty) ?? OrderStatuses.Cancelled);

    private static OrderView View(OrderMatch match, long permId, Contract contract, OrderTicket ticket, long filled, string status)
    {
        var terms = OrderTickets.TermsOf(ticket);
        return new OrderView
        {
            ClientOrderId = match.Order?.ClientOrderId,
            AgentId = match.Order?.AgentId,
            PermId = permId == 0 ? null : permId,
            Symbol = contract.Symbol,
            Side = ticket.Action,
            OrderType = OrderTickets.TypeOf(ticket),
            Status = status,
            Quantity = ticket.Quantity,
            Filled = filled,
            Remaining = Math.Max(0, ticket.Quantity - filled),
            LimitPrice = terms.LimitPrice,
            StopPrice = terms.StopPrice,
            Role = match.Order?.Role,
            Purpose = match.Order?.Purpose,
            OcaGroup = match.Order?.OcaGroup,
            ParentClientOrderId = match.Order?.ParentClientOrderId,
        };
    }

    private static PositionView View(PositionReport position) => new()
    {
        Account = position.Account,
        Symbol = position.Contract.Symbol,
        SecType = position.Contract.SecType,
        Currency = position.Contract.Currency,
        Quantity = position.Quantity,
        AvgCost = position.AverageCost,
    };
}
