using Bridge.Core.Gateway;
using Bridge.Core.Orders;

namespace Bridge.Core.Reconciling;

/// <summary>Working orders as the gateway tells them; the last word about each counts.</summary>
internal sealed class OpenOrderList
{
    private readonly Dictionary<(int ClientId, int OrderId, long PermId), OpenOrder> orders = [];
    private readonly Dictionary<long, OrderStatus> statuses = [];

    /// <summary>Orders that still work.</summary>
    public IReadOnlyList<OpenOrder> Working => [.. orders.Values.Where(order => OrderWords.Works(order.Status, WhyHeld(order)))];

    public void Add(OpenOrder said) => orders[(said.ClientId, said.OrderId, said.PermId)] = said;

    public void Add(OrderStatus said)
    {
        if (said.PermId != 0)
        {
            statuses[said.PermId] = said;
        }
    }

    /// <summary>Why it waits, as far as told; empty: nothing holds it.</summary>
    public string WhyHeld(OpenOrder order) => statuses.TryGetValue(order.PermId, out var status) ? status.WhyHeld : string.Empty;

    /// <summary>Shares filled of it, as far as told.</summary>
    public long FilledOf(OpenOrder order) => statuses.TryGetValue(order.PermId, out var status) ? (long)status.Filled : 0;
}
