using Bridge.Core.Gateway;

namespace Bridge.Core.Tests.Support;

/// <summary>
/// A gateway without a socket: takes requests, keeps orders and executions, answers. What it wants to say waits in <see cref="Said"/>.
/// It outlives sessions and cores.
/// </summary>
internal sealed class SimGateway
{
    public const int ClientId = 1;
    public const string Account = "DU1";
    private long nextPermId = 9000;
    private int nextExec = 1;

    public Dictionary<int, SimOrder> Orders { get; } = [];

    public List<ExecutionDetails> Executions { get; } = [];

    public Dictionary<string, long> Positions { get; } = [];

    public Queue<GatewayMessage> Said { get; } = new();

    /// <summary>How often each orderRef was placed under a new id.</summary>
    public Dictionary<string, int> Placements { get; } = [];

    /// <summary>Takes everything and says nothing.</summary>
    public bool Frozen { get; set; }

    /// <summary>Loses the next so many placements without a word.</summary>
    public int LosePlacements { get; set; }

    /// <summary>Does not answer cancels.</summary>
    public bool IgnoreCancels { get; set; }

    /// <summary>Requests of this kind are not answered.</summary>
    public HashSet<Type> Unanswered { get; } = [];

    public int NextValidId { get; set; } = 1;

    public void Take(GatewayRequest request, long nowNs)
    {
        if (Frozen)
        {
            return;
        }

        switch (request)
        {
            case PlaceOrder place:
                Place(place);
                break;
            case CancelOrder cancel when !IgnoreCancels:
                Cancel(cancel.OrderId);
                break;
            case RequestCurrentTime when !Unanswered.Contains(request.GetType()):
                Said.Enqueue(new CurrentTime(nowNs / 1_000_000_000));
                break;
            default:
                if (!Unanswered.Contains(request.GetType()))
                {
                    List(request);
                }

                break;
        }
    }

    /// <summary>What a new session begins with.</summary>
    public void Greet()
    {
        Said.Clear();
        Said.Enqueue(new NextValidId(NextValidId));
        Said.Enqueue(new ManagedAccounts([Account]));
    }

    public SimOrder Named(string orderRef) => Orders.Values.Last(order => order.Placed.Order.OrderRef == orderRef);

    /// <summary>Execute some of an order; answers the execution.</summary>
    public ExecutionDetails Fill(SimOrder order, long shares, decimal price = 100m)
    {
        order.Filled += shares;
        order.Status = order.Filled >= order.Placed.Order.Quantity ? "Filled" : order.Status;
        var symbol = order.Placed.Contract.Symbol;
        Positions[symbol] = Positions.GetValueOrDefault(symbol) + (order.Placed.Order.Action == "BUY" ? shares : -shares);
        var execution = new ExecutionDetails(
            -1, order.Placed.OrderId, order.Placed.Contract, $"00e0.{nextExec++:x4}.01", "20261125 10:00:00 US/Eastern", Account,
            order.Placed.Order.Action, shares, price, order.PermId, ClientId, order.Filled, price, order.Placed.Order.OrderRef);
        Executions.Add(execution);
        Said.Enqueue(execution);
        Said.Enqueue(order.Told);
        Said.Enqueue(new CommissionReport(execution.ExecId, 1m, "USD", null));
        Said.Enqueue(Position(symbol));
        return execution;
    }

    /// <summary>It knows nothing of an order any more, nor says what it was about to say of it.</summary>
    public void Forget(string orderRef)
    {
        var id = Named(orderRef).Placed.OrderId;
        Orders.Remove(id);
        GatewayMessage[] rest = [.. Said.Where(message => message is not OpenOrder open || open.OrderId != id).Where(message => message is not OrderStatus status || status.OrderId != id)];
        Said.Clear();
        foreach (var message in rest)
        {
            Said.Enqueue(message);
        }
    }

    private void Place(PlaceOrder place)
    {
        if (Orders.TryGetValue(place.OrderId, out var known))
        {
            if (known.Live && place.Order.Quantity <= known.Filled)
            {
                Said.Enqueue(new GatewayError(place.OrderId, 105, "Order being modified does not match the original order."));
            }
            else if (known.Live)
            {
                known.Placed = place;
                Said.Enqueue(known.Open);
                Said.Enqueue(known.Told);
            }
            else
            {
                Said.Enqueue(new GatewayError(place.OrderId, 104, "Cannot modify a filled order."));
            }

            return;
        }

        NextValidId = Math.Max(NextValidId, place.OrderId + 1);
        if (LosePlacements > 0)
        {
            LosePlacements--;
            return;
        }

        Placements[place.Order.OrderRef] = Placements.GetValueOrDefault(place.Order.OrderRef) + 1;
        var order = Orders[place.OrderId] = new SimOrder(place, nextPermId++);
        Said.Enqueue(order.Open);
        Said.Enqueue(order.Told);
    }

    private void Cancel(int orderId)
    {
        if (!Orders.TryGetValue(orderId, out var order))
        {
            Said.Enqueue(new GatewayError(orderId, 10147, $"OrderId {orderId} that needs to be cancelled is not found."));
        }
        else if (!order.Live)
        {
            Said.Enqueue(new GatewayError(orderId, 10148, $"OrderId {orderId} that needs to be cancelled can not be cancelled, state: {order.Status}."));
        }
        else
        {
            order.Status = "Cancelled";
            Said.Enqueue(order.Told);
            Said.Enqueue(new GatewayError(orderId, 202, "Order Canceled - reason:"));
        }
    }

    private void List(GatewayRequest request)
    {
        IEnumerable<GatewayMessage> answer = request switch
        {
            RequestOpenOrders => [.. Orders.Values.Where(order => order.Live).SelectMany(order => new GatewayMessage[] { order.Open, order.Told }), new OpenOrderEnd()],
            RequestExecutions asked => [.. Executions.Select(execution => execution with { RequestId = asked.RequestId }), new ExecutionDetailsEnd(asked.RequestId)],
            RequestCompletedOrders => [.. Orders.Values.Where(order => !order.Live).Select(order => order.Completed), new CompletedOrdersEnd()],
            RequestPositions => [.. Positions.Keys.Select(Position), new PositionEnd()],
            _ => [],
        };
        foreach (var message in answer)
        {
            Said.Enqueue(message);
        }
    }

    private PositionReport Position(string symbol) => new(Account, new Contract(symbol, "STK", "SMART", "USD"), Positions[symbol], 100m);
}
