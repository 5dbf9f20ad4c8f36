using Bridge.Contracts;
using Bridge.Contracts.Words;
using Bridge.Core.Gateway;
using Bridge.Core.Journal;
using Bridge.Core.Orders;
using Bridge.Core.Publishing;
using Bridge.Core.Zones;

namespace Bridge.Core.Fills;

/// <summary>
/// Executions become fills, each once, whatever state the order or the link is in: an execution is a fact and is never dropped. One under
/// a second permanent id of our order is booked to it as well, but leaves the order's status alone.
/// </summary>
internal sealed class FillDesk(
    OrderBook book,
    FillBook fills,
    Commissions commissions,
    EventOutbox outbox,
    OrderFlow flow,
    OrderIds ids,
    GatewayZone zone,
    Notices notices,
    Counters counters,
    int clientId)
{
    /// <summary>Book an execution; answers whether it was new. Recovered: a list told it, not the moment.</summary>
    public BookedFill? On(Turn turn, ExecutionDetails said, bool recovered)
    {
        var ours = said.ClientId == clientId;
        if (ours)
        {
            ids.Seen(said.OrderId);
        }

        var id = ExecId.Of(said.ExecId);
        if (fills.Knows(id))
        {
            return null;
        }

        if (said.Contract.SecType != SecTypes.Stock || said.Shares != decimal.Truncate(said.Shares))
        {
            notices.Say(turn, Codes.Unsupported, $"execution {said.ExecId} is not of whole shares of a stock; it is not booked", Meanings.Warning, symbol: said.Contract.Symbol);
            return null;
        }

        var (order, conflict) = OrderMatch.Find(book, ours, said.OrderId, said.PermId, said.OrderRef);
        var fill = new BookedFill
        {
            ExecKey = id.Key,
            Revision = id.Revision,
            ExecId = said.ExecId,
            ClientOrderId = order?.ClientOrderId,
            ParentClientOrderId = order?.ParentClientOrderId,
            PermId = said.PermId,
            AgentId = order?.AgentId,
            Account = said.Account,
            Symbol = said.Contract.Symbol,
            Side = said.Side,
            Quantity = (long)said.Shares,
            Price = said.Price,
            TimeNs = zone.Ns(turn, said.TimeText) ?? turn.NowNs,
            CumQuantity = (long)said.CumulativeQuantity,
            Recovered = recovered,
            Origin = OriginOf(order, ours, said),
        };
        fills.Put(fill);
        counters.Fills++;
        turn.Remember(fill);
        outbox.Put(turn, EventShapes.FillOf(outbox.NextJournaled(turn), fill));
        commissions.OnFill(turn, said.ExecId);
        Raise(turn, order, conflict, said, recovered);
        return fill;
    }

    private void Raise(Turn turn, OrderRecord? order, bool conflict, ExecutionDetails said, bool recovered)
    {
        if (order is null)
        {
            return;
        }

        if (conflict)
        {
            flow.Conflicted(turn, order, said.PermId);
            return;
        }

        var (booked, averagePrice) = fills.FilledOf(order.ClientOrderId);
        flow.OnFill(turn, order.PermId == 0 ? order with { PermId = said.PermId } : order, booked, averagePrice, recovered);
        if (order.Ended && book.Find(order.ClientOrderId)!.Filled < order.Filled)
        {
            var text = $"{order.ClientOrderId} is {order.Status}, and a correction of its executions takes what it filled from {order.Filled} to {booked} shares";
            notices.Say(turn, Codes.OrderFinal, text, Meanings.Warning, clientOrderId: order.ClientOrderId, symbol: order.Symbol);
        }
    }

    private static string OriginOf(OrderRecord? order, bool ours, ExecutionDetails said) =>
        order is not null || (ours && said.OrderRef.Length > 0) ? Origins.Core
        : ours || said.ClientId == 0 ? Origins.Manual
        : Origins.OtherClient;
}
