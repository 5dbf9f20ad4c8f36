using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;

namespace Bridge.Host.WarmUp;

/// <summary>A gateway that is not there: says to each request what a real one would, and fills every entry at once.</summary>
internal static class RehearsedGateway
{
    /// <summary>The account it serves.</summary>
    public const string Account = "DU0";

    private const int ClientId = 1;
    private const decimal Price = 100;
    private const string Filled = "Filled";

    /// <summary>What it says to the effects of one answer, in order.</summary>
    public static IEnumerable<Input> Hear(Effect effect) => effect switch
    {
        ConnectGateway =>
        [
            new GatewayLinkChanged(LinkState.Connected, Rehearsal.Version, null, string.Empty),
            new GatewaySaid(new NextValidId(1)),
            new GatewaySaid(new ManagedAccounts([Account])),
        ],
        WriteToGateway write => Answer(write.Request),
        WriteTogether together => together.Requests.SelectMany(Answer),
        _ => [],
    };

    private static IEnumerable<Input> Answer(GatewayRequest request) => Messages(request).Select(message => new GatewaySaid(message));

    private static GatewayMessage[] Messages(GatewayRequest request) => request switch
    {
        RequestOpenOrders => [new OpenOrderEnd()],
        RequestExecutions asked => [new ExecutionDetailsEnd(asked.RequestId)],
        RequestCompletedOrders => [new CompletedOrdersEnd()],
        RequestPositions => [new PositionEnd()],
        RequestCurrentTime => [new CurrentTime(0)],
        PlaceOrder { Order.ParentId: 0 } place => [.. Placed(place), .. Executed(place)],
        PlaceOrder place => Placed(place),
        CancelOrder cancel => [Status(cancel.OrderId, "Cancelled", 0)],
        _ => [],
    };

    private static GatewayMessage[] Placed(PlaceOrder place) =>
    [
        new OpenOrder(place.OrderId, ClientId, place.OrderId, place.Contract, place.Order, "Submitted"),
        Status(place.OrderId, "Submitted", 0),
    ];

    private static GatewayMessage[] Executed(PlaceOrder place)
    {
        var execId = $"0.{place.OrderId}.01";
        return
        [
            new ExecutionDetails(
                -1, place.OrderId, place.Contract, execId, "20260302 10:00:00 US/Eastern", Account, place.Order.Action, place.Order.Quantity,
                Price, place.OrderId, ClientId, place.Order.Quantity, Price, place.Order.OrderRef),
            Status(place.OrderId, Filled, place.Order.Quantity),
            new CommissionReport(execId, 1, "USD", null),
            new PositionReport(Account, place.Contract, place.Order.Quantity, Price),
        ];
    }

    private static OrderStatus Status(int orderId, string word, long filled) =>
        new(orderId, word, filled, 0, filled > 0 ? Price : null, orderId, 0, ClientId, string.Empty);
}
