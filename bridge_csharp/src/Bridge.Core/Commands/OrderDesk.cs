using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;
using Bridge.Core.Journal;
using Bridge.Core.Link;
using Bridge.Core.Orders;
using Bridge.Core.Outbound;

namespace Bridge.Core.Commands;

/// <summary>The commands about orders: their own checks (link, account, kill, rate), then what they ask for.</summary>
internal sealed class OrderDesk(
    CoreOptions options,
    OrderBook book,
    OrderChanges changes,
    OrderActions actions,
    OrderIds ids,
    OutboundQueue queue,
    StuckWatch stuck,
    Strays strays,
    Overtakings overtakings,
    OrderGate gate)
{
    private const int MostWaiting = 1000;

    public Answer Submit(Turn turn, OrderSubmit submit)
    {
        var fingerprint = CommandWriter.OrderFingerprint(submit);
        if (book.Find(submit.ClientOrderId) is { } known)
        {
            return known.Fingerprint == fingerprint
                ? Answer.Known(later => TellAgain(later, submit.ClientOrderId))
                : Answer.Rejected(Codes.OrderIdReused, $"{submit.ClientOrderId} is known with other parameters");
        }

        if (overtakings.Cover(submit, turn.NowNs))
        {
            return Answer.Rejected(Codes.CancelledBefore, "a cancel of it came first");
        }

        if (QuantityProblem(submit.Quantity) is { } tooMany)
        {
            return tooMany;
        }

        if (Closed(turn) is { } closed)
        {
            return closed;
        }

        if (!gate.Serves(submit.Account))
        {
            return Answer.Rejected(Codes.Account, $"{submit.Account} is not an account this bridge serves");
        }

        if (gate.Killed && submit.Purpose == Purposes.Entry)
        {
            return Answer.Rejected(Codes.Killed, "the kill file stands; only orders that reduce are taken");
        }

        // Whoever sent it had not heard of that yet: a group that is over binds nothing, and it would sell again.
        if (submit.OcaGroup is { } group && submit.Purpose is Purposes.Reduce or Purposes.Flatten && book.Closed(group))
        {
            return Answer.Rejected(Codes.OrderFinal, $"what guarded the position in {group} has closed it");
        }

        if (queue.Waiting > MostWaiting)
        {
            return Answer.Rejected(Codes.Rate, $"{queue.Waiting} messages wait to be written");
        }

        var orders = OrderPlan.Of(submit, fingerprint, ids.Take(OrderPlan.Size(submit)), turn.NowNs);
        return Answer.Accepted(later =>
        {
            actions.Place(later, orders);
            foreach (var order in orders)
            {
                changes.Tell(later, order);
            }
        });
    }

    public Answer Modify(Turn turn, OrderModify modify)
    {
        if (book.Find(modify.ClientOrderId) is not { } order)
        {
            return Answer.Rejected(Codes.OrderUnknown, $"there is no order {modify.ClientOrderId}");
        }

        if (order.Ended || order.CancelAsked)
        {
            return Answer.Rejected(Codes.OrderFinal, $"{order.ClientOrderId} is {order.Status}");
        }

        if (stuck.MayBeUnknown(order))
        {
            return Answer.Rejected(Codes.Stuck, $"{order.ClientOrderId} is looked for; a gateway that does not know it would place it anew");
        }

        if (OrderChange.Judge(order, modify) is { } wrong)
        {
            return wrong;
        }

        if (modify.Quantity is { } quantity && QuantityProblem(quantity) is { } tooMany)
        {
            return tooMany;
        }

        if (Closed(turn) is { } closed)
        {
            return closed;
        }

        if (gate.Killed && order.AddsRisk)
        {
            return Answer.Rejected(Codes.Killed, "the kill file stands; an entry is not changed");
        }

        return Answer.Accepted(later => actions.Change(later, OrderChange.Of(book, stuck, order, modify), modify.Id));
    }

    public Answer Cancel(Turn turn, OrderCancel cancel)
    {
        if (book.Find(cancel.ClientOrderId) is not { } order)
        {
            overtakings.OnUnknown(turn, cancel);
            return Answer.Rejected(Codes.OrderUnknown, $"there is no order {cancel.ClientOrderId}; should it come, it is refused");
        }

        return order.Ended
            ? Answer.Rejected(Codes.OrderFinal, $"{order.ClientOrderId} is {order.Status}")
            : Answer.Accepted(later => actions.Cancel(later, order, cancel.Id));
    }

    public Answer CancelAll(Turn turn, OrdersCancelAll cancel)
    {
        overtakings.OnCancelAll(turn, cancel);
        var covered = Covered(cancel.Scope, cancel.AgentId, cancel.Symbol);
        // Nobody knows whose the strays are: a cancel of one agent's orders, or of entries, does not mean them.
        var everyones = cancel is { Scope: Scopes.All, AgentId: null };
        return Answer.Accepted(CancelThem) with { Count = covered.Count + (everyones ? strays.CountOf(cancel.Symbol) : 0) };

        void CancelThem(Turn later)
        {
            CancelThese(later, covered, cancel.Scope, cancel.Id);
            if (everyones)
            {
                strays.Cancel(cancel.Symbol);
            }
        }
    }

    /// <summary>The kill file appeared.</summary>
    public void CancelEntries(Turn turn) =>
        CancelThese(turn, Covered(Scopes.Entries, agentId: null, symbol: null), Scopes.Entries, commandId: null);

    /// <summary>How an order and its protection stand, once more.</summary>
    public void TellAgain(Turn turn, string clientOrderId)
    {
        if (book.Find(clientOrderId) is { } order)
        {
            changes.Tell(turn, order);
            foreach (var child in book.ChildrenOf(clientOrderId))
            {
                changes.Tell(turn, child);
            }
        }
    }

    private List<OrderRecord> Covered(string scope, string? agentId, string? symbol) =>
    [
        .. book.Live
            .Where(order => agentId is null || order.AgentId == agentId)
            .Where(order => symbol is null || order.Symbol == symbol)
            .Where(order => scope == Scopes.All || CanAddRisk(order)),
    ];

    private bool CanAddRisk(OrderRecord order) => order.ParentClientOrderId is { } parent
        ? book.Find(parent) is { AddsRisk: true, Filled: 0 }
        : order.AddsRisk;

    private void CancelThese(Turn turn, List<OrderRecord> covered, string scope, string? commandId)
    {
        foreach (var order in covered)
        {
            // A child follows its entry once that ended without a fill. Cancelled beside it, a fill in between would stand unprotected.
            var follows = scope == Scopes.Entries && order.ParentClientOrderId is { } parent && book.Find(parent) is { Ended: false };
            if (!follows && book.Find(order.ClientOrderId) is { } present)
            {
                actions.Cancel(turn, present, commandId);
            }
        }
    }

    private Answer? QuantityProblem(long quantity) => quantity > options.MaxOrderQuantity
        ? Answer.Rejected(Codes.Quantity, $"quantity is {quantity}; at most {options.MaxOrderQuantity} shares are allowed")
        : null;

    private Answer? Closed(Turn turn) => gate.ClosedBy(turn.NowNs) is { } code
        ? Answer.Rejected(code, $"orders are closed: {code}")
        : null;
}
