using Bridge.Core.Gateway;

namespace Bridge.Core.Outbound;

/// <summary>
/// What waits to be written: lanes in order, first in first out within a lane, never more than the pacing allows. Its moments are those
/// of the clock that nobody sets.
/// </summary>
internal sealed class OutboundQueue(int messagesPerSecond)
{
    private readonly Pacing pacing = new(messagesPerSecond);
    private readonly LinkedList<OutboundItem>[] lanes = [.. Enum.GetValues<Lane>().Select(_ => new LinkedList<OutboundItem>())];
    private long lastNs = Moments.Never;

    /// <summary>Messages waiting.</summary>
    public int Waiting { get; private set; }

    /// <summary>Whether anything waits in a lane.</summary>
    public bool Any(Lane lane) => lanes[(int)lane].Count > 0;

    public void Add(OutboundItem item)
    {
        lanes[(int)item.Lane].AddLast(item);
        Waiting += item.Weight;
    }

    /// <summary>The waiting item that will write this new order; null: none, it was written.</summary>
    public NewOrders? NewOrderOf(string clientOrderId) =>
        lanes[(int)Lane.Order].OfType<NewOrders>().FirstOrDefault(item => item.ClientOrderIds.Contains(clientOrderId));

    /// <summary>Whether a change of this order waits.</summary>
    public bool HasChangeOf(string clientOrderId) =>
        lanes[(int)Lane.Order].OfType<ChangedOrders>().Any(item => item.ClientOrderIds.Contains(clientOrderId));

    /// <summary>Whether a cancel of this order waits.</summary>
    public bool HasCancelOf(string clientOrderId) =>
        lanes[(int)Lane.Cancel].OfType<OrderCancelled>().Any(item => item.ClientOrderId == clientOrderId);

    /// <summary>
    /// Take out what a broken link to the broker makes void, and leave the rest: orders, and cancels whose answer was to tell that an order is
    /// nowhere, for nobody answers them now.
    /// </summary>
    public IReadOnlyList<OutboundItem> TakeVoidWithoutLink()
    {
        OutboundItem[] items = [.. lanes[(int)Lane.Order], .. lanes[(int)Lane.Cancel].Where(item => item is OrderCancelled { Last: true })];
        foreach (var item in items)
        {
            Remove(item);
        }

        return items;
    }

    /// <summary>Take everything out, in the order it would have gone.</summary>
    public IReadOnlyList<OutboundItem> Clear()
    {
        OutboundItem[] all = [.. lanes.SelectMany(lane => lane)];
        foreach (var lane in lanes)
        {
            lane.Clear();
        }

        Waiting = 0;
        return all;
    }

    /// <summary>Take one item out.</summary>
    public void Remove(OutboundItem item)
    {
        if (lanes[(int)item.Lane].Remove(item))
        {
            Waiting -= item.Weight;
        }
    }

    /// <summary>
    /// Write what may go. <paramref name="write"/> is asked for the messages at the last moment and has by then done what writing them
    /// means; an empty answer: the item is void.
    /// </summary>
    public void Pump(Turn turn, bool ordersHeld, Func<Turn, OutboundItem, IReadOnlyList<GatewayRequest>> write)
    {
        while (Head(ordersHeld) is { } item && pacing.HasRoom(turn.SteadyNs, item))
        {
            Remove(item);
            var requests = write(turn, item);
            if (requests.Count > 0)
            {
                Written(turn.SteadyNs, requests.Count);
                turn.Write(requests);
            }
        }
    }

    /// <summary>So many messages went out, from here or beside it.</summary>
    public void Written(long steadyNs, int messages)
    {
        lastNs = steadyNs;
        pacing.Take(steadyNs, messages);
    }

    /// <summary>What was written last has left by now, and not when it was decided.</summary>
    public void Left(long steadyNs)
    {
        if (steadyNs > lastNs)
        {
            pacing.Delay(lastNs, steadyNs);
        }

        lastNs = Moments.Never;
    }

    /// <summary>When the next item may go; never, when none waits.</summary>
    public long NextDueNs(long steadyNs, bool ordersHeld) =>
        Head(ordersHeld) is { } item ? pacing.RoomAtNs(steadyNs, item) : Moments.Never;

    private OutboundItem? Head(bool ordersHeld)
    {
        for (var lane = Lane.Cancel; lane <= Lane.Data; lane++)
        {
            if ((lane != Lane.Order || !ordersHeld) && lanes[(int)lane].First is { } first)
            {
                return first.Value;
            }
        }

        return null;
    }
}
