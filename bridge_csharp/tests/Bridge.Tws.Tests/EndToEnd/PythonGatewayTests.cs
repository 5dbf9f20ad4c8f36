using Bridge.Core.Gateway;

namespace Bridge.Tws.Tests.EndToEnd;

/// <summary>The whole of what the bridge asks, put to the project's fake gateway at each version.</summary>
public sealed class PythonGatewayTests
{
    private static readonly Contract s_aapl = new("AAPL", "STK", "SMART", "USD");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int> Versions => [176, 177, 178];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Versions))]
    public async Task Session_instrument_and_market_data(int version)
    {
        using PythonGateway gateway = await StartAsync(version);
        await using Conversation talk = await Conversation.StartAsync(gateway.Port, Stop);
        Assert.Equal(version, talk.ServerVersion);
        Assert.Equal(["DU1234567"], (await talk.HearAsync<ManagedAccounts>()).Accounts);
        await talk.AskAsync(new RequestNextId(), new RequestCurrentTime(), new RequestMarketDataType(3));
        await talk.HearAsync<NextValidId>();
        Assert.True((await talk.HearAsync<CurrentTime>()).UnixSeconds > 1_700_000_000);

        await talk.AskAsync(new RequestContractDetails(1, s_aapl));
        ContractDetails details = await talk.HearAsync<ContractDetails>();
        Assert.Equal(("AAPL", "USD", 0.01), (details.Contract.Symbol, details.Contract.Currency, details.MinTick));
        Assert.NotEqual(0, details.Contract.ConId);
        await talk.HearAsync<ContractDetailsEnd>(end => end.RequestId == 1);

        await talk.AskAsync(new SubscribeRealtimeBars(2, s_aapl, "TRADES", false), new SubscribeQuotes(3, s_aapl));
        RealtimeBar bar = await talk.HearAsync<RealtimeBar>(told => told.RequestId == 2);
        Assert.True(bar.Low > 0 && bar.Low <= Math.Min(bar.Open, bar.Close) && bar.StartUnixSeconds % 5 == 0, $"{bar}");
        await talk.HearAsync<TickPrice>(tick => tick is { RequestId: 3, Price: > 0 });
        await talk.AskAsync(new CancelRealtimeBars(2), new CancelQuotes(3));

        await talk.AskAsync(new RequestHistory(4, s_aapl, "", "1 day", "5 D", true, "TRADES"));
        HistoricalData history = await talk.HearAsync<HistoricalData>(told => told.RequestId == 4);
        Assert.True(history.Complete && history.Bars.Count > 0 && history.Bars.All(day => day.StartText.Length == 8), $"{history}");
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Versions))]
    public async Task An_order_filled_and_everything_that_tells_of_it(int version)
    {
        using PythonGateway gateway = await StartAsync(version);
        await using Conversation talk = await Conversation.StartAsync(gateway.Port, Stop);
        int id = (await talk.HearAsync<NextValidId>()).OrderId;
        OrderTicket market = Ticket("order-1", "BUY", "MKT");
        await talk.AskAsync(new PlaceOrder(id, s_aapl, market));
        ExecutionDetails fill = await talk.HearAsync<ExecutionDetails>(told => told.CumulativeQuantity == 100);
        Assert.Equal((id, "BUY", "order-1", "DU1234567", 7), (fill.OrderId, fill.Side, fill.OrderRef, fill.Account, fill.ClientId));
        CommissionReport cost = await talk.HearAsync<CommissionReport>();
        Assert.Equal("USD", cost.Currency);
        Assert.Contains(talk.Heard.OfType<OpenOrder>(), told => told.OrderId == id && told.Order.OrderRef == "order-1");
        await talk.AskAsync(new RequestCurrentTime());
        await talk.HearAsync<CurrentTime>();
        Assert.Contains(talk.Heard.OfType<OrderStatus>(), told => told is { Status: "Filled", Filled: 100, Remaining: 0 } && told.OrderId == id);

        IReadOnlyList<ExecutionDetails> day = await talk.ListAsync<ExecutionDetails, ExecutionDetailsEnd>(new RequestExecutions(5, 0));
        Assert.Contains(day, told => told.ExecId == fill.ExecId && told.RequestId == 5);
        IReadOnlyList<CompletedOrder> ended = await talk.ListAsync<CompletedOrder, CompletedOrdersEnd>(new RequestCompletedOrders(false));
        CompletedOrder completed = Assert.Single(ended);
        Assert.Equal((fill.PermId, "order-1", "Filled", 100m), (completed.PermId, completed.Order.OrderRef, completed.Status, completed.Filled));
        IReadOnlyList<PositionReport> held = await talk.ListAsync<PositionReport, PositionEnd>(new RequestPositions());
        Assert.Equal(("AAPL", 100m), held.Select(told => (told.Contract.Symbol, told.Quantity)).Single());
        IReadOnlyList<AccountValue> values = await talk.ListAsync<AccountValue, AccountValuesEnd>(new RequestAccountUpdates(true, "DU1234567"));
        Assert.Contains(values, told => told is { Tag: "NetLiquidation", Currency: "USD", Account: "DU1234567" });
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Versions))]
    public async Task A_bracket_in_one_write_a_modify_and_a_cancel(int version)
    {
        using PythonGateway gateway = await StartAsync(version);
        await using Conversation talk = await Conversation.StartAsync(gateway.Port, Stop);
        int id = (await talk.HearAsync<NextValidId>()).OrderId;
        OrderTicket entry = Ticket("order-2", "BUY", "LMT") with { LimitPrice = 1.05m, Transmit = false };
        OrderTicket profit = Ticket("order-2.tp", "SELL", "LMT") with
        {
            LimitPrice = 9000.5m,
            Tif = "GTC",
            OcaGroup = "order-2",
            OcaType = 3,
            ParentId = id,
            Transmit = false,
        };
        OrderTicket loss = profit with { OrderRef = "order-2.sl", OrderType = "STP", LimitPrice = null, StopPrice = 0.5m, Transmit = true };
        PlaceOrder[] bracket = [new(id, s_aapl, entry), new(id + 1, s_aapl, profit), new(id + 2, s_aapl, loss)];
        await talk.AskAsync([.. bracket]);
        foreach (PlaceOrder placed in bracket)
        {
            OpenOrder open = await talk.HearAsync<OpenOrder>(told => told.OrderId == placed.OrderId);
            Assert.Equal(placed.Order with { Transmit = true, OcaType = 3 }, open.Order); // told as 3 without a group too
        }

        await talk.AskAsync(new PlaceOrder(id, s_aapl, entry with { Quantity = 60, LimitPrice = 1.10m, Transmit = true }));
        await talk.HearAsync<OpenOrder>(told => told.OrderId == id && told.Order is { Quantity: 60, LimitPrice: 1.10m });
        IReadOnlyList<OpenOrder> live = await talk.ListAsync<OpenOrder, OpenOrderEnd>(new RequestOpenOrders(AllClients: false));
        Assert.Equal([id, id + 1, id + 2], live.Select(told => told.OrderId).Order());

        await talk.AskAsync(new CancelOrder(id));
        await talk.HearAsync<GatewayError>(error => error.Code == 202 && error.RequestId == id);
        await talk.AskAsync(new RequestCurrentTime());
        await talk.HearAsync<CurrentTime>();
        Assert.Contains(talk.Heard.OfType<OrderStatus>(), told => told.OrderId == id && told.Status == "Cancelled");
        await talk.AskAsync(new CancelOrder(999_999));
        Assert.Equal(999_999, (await talk.HearAsync<GatewayError>(error => error.Code is 10147)).RequestId);
    }

    private static Task<PythonGateway> StartAsync(int version) =>
        PythonGateway.StartAsync(Stop, "--max-version", $"{version}", "--speed", "20", "--start", "2026-01-05T15:00:00Z");

    private static OrderTicket Ticket(string name, string action, string type) =>
        new("DU1234567", name, action, 100, type, null, null, "DAY", false, "", 0, 0, true);
}
