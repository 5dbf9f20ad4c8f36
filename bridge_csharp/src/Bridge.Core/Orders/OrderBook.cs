using Bridge.Contracts.Words;
using Bridge.Core.Journal;

namespace Bridge.Core.Orders;

/// <summary>Every order ever meant, found by each of its names.</summary>
internal sealed class OrderBook
{
    private const long BeforeTheStart = -1;
    private readonly Dictionary<string, OrderRecord> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> byOrderId = [];
    private readonly Dictionary<long, string> byPermId = [];
    private readonly Dictionary<string, List<string>> children = new(StringComparer.Ordinal);
    private readonly SortedSet<string> live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> changed = new(StringComparer.Ordinal);
    private readonly SharedWords words = new();

    public OrderBook(IEnumerable<OrderRecord> restored)
    {
        foreach (var order in restored)
        {
            Put(order, BeforeTheStart);
        }
    }

    /// <summary>The largest order id in use; 0: none.</summary>
    public int HighestOrderId { get; private set; }

    /// <summary>Orders that have not ended, oldest first. A copy: they may end while it is walked.</summary>
    public IReadOnlyList<OrderRecord> Live => [.. live.Select(name => byName[name]).OrderBy(order => order.OrderId)];

    /// <summary>Every order.</summary>
    public IEnumerable<OrderRecord> All => byName.Values;

    public OrderRecord? Find(string clientOrderId) => byName.GetValueOrDefault(clientOrderId);

    public OrderRecord? ByOrderId(int orderId) => byOrderId.TryGetValue(orderId, out var name) ? byName[name] : null;

    public OrderRecord? ByPermId(long permId) => byPermId.TryGetValue(permId, out var name) ? byName[name] : null;

    /// <summary>The protection orders of an entry.</summary>
    public IReadOnlyList<OrderRecord> ChildrenOf(string clientOrderId) =>
        children.TryGetValue(clientOrderId, out var names) ? [.. names.Select(name => byName[name])] : [];

    /// <summary>
    /// Whether what guarded a position, under the name of its group, has closed it: one filled whole, and none works any more. Every order is
    /// looked at: it is asked for the rare exit that shares a group.
    /// </summary>
    public bool Closed(string ocaGroup)
    {
        OrderRecord[] guards = [.. All.Where(order => order.Purpose == Purposes.Protect && order.OcaGroup == ocaGroup)];
        return guards.Any(guard => guard.Status == OrderStatuses.Filled) && guards.All(guard => guard.Ended);
    }

    /// <summary>How large a protection order must be for so many shares of its entry: what its partner sold already is not its own.</summary>
    public long Share(OrderRecord child, long shares) =>
        shares - ChildrenOf(child.ParentClientOrderId!).Where(other => other.ClientOrderId != child.ClientOrderId).Sum(other => other.Filled);

    /// <summary>
    /// When it last changed, by the steady clock; below 0: before this start. Its own <see cref="OrderRecord.ChangedNs"/> tells the day, but
    /// not whether a list was asked for before or after: somebody may have set the clock in between.
    /// </summary>
    public long ChangedNs(string clientOrderId) => changed.GetValueOrDefault(clientOrderId, BeforeTheStart);

    /// <summary>Add an order, or put its new state in the place of the old one.</summary>
    public void Put(OrderRecord order, long steadyNs)
    {
        if (!byName.ContainsKey(order.ClientOrderId))
        {
            order = words.Of(order);
            Tie(order);
        }

        byName[order.ClientOrderId] = order;
        byOrderId[order.OrderId] = order.ClientOrderId;
        HighestOrderId = Math.Max(HighestOrderId, order.OrderId);
        if (order.PermId != 0)
        {
            byPermId[order.PermId] = order.ClientOrderId;
        }

        if (steadyNs != BeforeTheStart)
        {
            changed[order.ClientOrderId] = steadyNs;
        }

        _ = order.Ended ? live.Remove(order.ClientOrderId) : live.Add(order.ClientOrderId);
    }

    private void Tie(OrderRecord order)
    {
        if (order.ParentClientOrderId is { } parent)
        {
            if (!children.TryGetValue(parent, out var names))
            {
                children[parent] = names = [];
            }

            names.Add(order.ClientOrderId);
        }
    }
}
