using Bridge.Core.Gateway;
using Bridge.Core.Outbound;

namespace Bridge.Core.Orders;

/// <summary>
/// Orders that work under our client id and that the journal does not have, or holds for ended: another state directory placed them. The
/// comparison names them; only a cancel of everything ends them.
/// </summary>
internal sealed class Strays(OrderBook book, OrderActions actions, OutboundQueue queue, Counters counters, int clientId)
{
    private readonly Dictionary<int, OpenOrder> working = [];

    // Wanted gone, of which symbol (null: every one): those that the next list still has, too.
    private readonly List<string?> unwanted = [];

    /// <summary>How many there are of a symbol; null: of every one.</summary>
    public int CountOf(string? symbol) => Of(symbol).Count();

    /// <summary>An order was named.</summary>
    public void On(OpenOrder said)
    {
        if (said.ClientId != clientId || said.OrderId <= 0 || book.ByOrderId(said.OrderId) is { Ended: false })
        {
            return;
        }

        // Why an Inactive one is held, the status beside it tells.
        if (OrderWords.Works(said.Status, whyHeld: "not told here"))
        {
            working[said.OrderId] = said;
        }
        else
        {
            working.Remove(said.OrderId);
        }
    }

    /// <summary>How far an order is.</summary>
    public void On(OrderStatus said)
    {
        if (said.ClientId == clientId && !OrderWords.Works(said.Status, said.WhyHeld))
        {
            working.Remove(said.OrderId);
        }
    }

    /// <summary>Everything that works was told.</summary>
    public void Told(IEnumerable<OpenOrder> orders)
    {
        working.Clear();
        foreach (var order in orders)
        {
            On(order);
        }

        foreach (var symbol in unwanted)
        {
            Write(symbol);
        }

        unwanted.Clear();
    }

    /// <summary>End those of a symbol; null: every one. What is not known of yet follows with the next list.</summary>
    public void Cancel(string? symbol)
    {
        Write(symbol);
        unwanted.Add(symbol);
    }

    private void Write(string? symbol)
    {
        foreach (var order in actions.Connected ? Of(symbol).ToArray() : [])
        {
            counters.Cancels++;
            queue.Add(new Question(Lane.Cancel, new CancelOrder(order.OrderId)));
        }
    }

    private IEnumerable<OpenOrder> Of(string? symbol) => working.Values
        .Where(order => symbol is null || order.Contract.Symbol == symbol)
        .Where(order => book.ByOrderId(order.OrderId) is not { Ended: false });
}
