using Bridge.Contracts.Commands;

namespace Bridge.Core.Tests.Support;

/// <summary>Commands with everything in them that a test does not care about.</summary>
internal static class Order
{
    private const long Validity = 60 * Bench.Second;

    public static OrderSubmit Submit(this Bench bench, string name, long quantity = 100, string side = "BUY", string purpose = "entry", Protection? protection = null, string account = SimGateway.Account, string symbol = "AAPL", string agent = "ppo") =>
        bench.Stamped((id, now) => new OrderSubmit
        {
            Id = id,
            Epoch = bench.Epoch,
            TsNs = now,
            ExpiresTsNs = now + Validity,
            ClientOrderId = name,
            AgentId = agent,
            Account = account,
            Symbol = symbol,
            Side = side,
            Quantity = quantity,
            OrderType = "LMT",
            LimitPrice = 100m,
            Tif = "DAY",
            OutsideRth = false,
            Purpose = purpose,
            Protection = protection,
        });

    public static OrderSubmit Bracket(this Bench bench, string name, long quantity = 100) =>
        bench.Submit(name, quantity, protection: new Protection { StopLossPrice = 90m, TakeProfitPrice = 110m });

    public static OrderModify Modify(this Bench bench, string name, long? quantity = null, decimal? limit = null, decimal? stop = null) =>
        bench.Stamped((id, now) => new OrderModify
        {
            Id = id,
            Epoch = bench.Epoch,
            TsNs = now,
            ExpiresTsNs = now + Validity,
            ClientOrderId = name,
            Quantity = quantity,
            LimitPrice = limit,
            StopPrice = stop,
        });

    public static OrderCancel Cancel(this Bench bench, string name) => bench.Stamped((id, now) => new OrderCancel
    {
        Id = id,
        Epoch = bench.Epoch,
        TsNs = now,
        ExpiresTsNs = now + Validity,
        ClientOrderId = name,
    });

    public static OrdersCancelAll CancelAll(this Bench bench, string scope, string? agent = null, string? symbol = null) =>
        bench.Stamped((id, now) => new OrdersCancelAll
        {
            Id = id,
            Epoch = bench.Epoch,
            TsNs = now,
            ExpiresTsNs = now + Validity,
            Scope = scope,
            AgentId = agent,
            Symbol = symbol,
        });

    public static Ping Ping(this Bench bench, bool probe = false) => bench.Stamped((id, now) => new Ping
    {
        Id = id,
        Epoch = bench.Epoch,
        TsNs = now,
        ExpiresTsNs = now + Validity,
        Probe = probe,
    });

    public static ReconcileRequest Reconcile(this Bench bench) => bench.Stamped((id, now) => new ReconcileRequest
    {
        Id = id,
        Epoch = bench.Epoch,
        TsNs = now,
        ExpiresTsNs = now + Validity,
    });

    public static EventsReplay Replay(this Bench bench, long after) => bench.Stamped((id, now) => new EventsReplay
    {
        Id = id,
        Epoch = bench.Epoch,
        TsNs = now,
        ExpiresTsNs = now + Validity,
        AfterJseq = after,
    });

    public static MarketSubscribe Subscribe(this Bench bench, string symbol, string interval = "5s") => bench.Stamped((id, now) => new MarketSubscribe
    {
        Id = id,
        Epoch = bench.Epoch,
        TsNs = now,
        ExpiresTsNs = now + Validity,
        Symbol = symbol,
        SecType = "STK",
        Exchange = "SMART",
        Currency = "USD",
        Interval = interval,
    });

    public static MarketUnsubscribe Unsubscribe(this Bench bench, string symbol, string interval = "5s") => bench.Stamped((id, now) => new MarketUnsubscribe
    {
        Id = id,
        Epoch = bench.Epoch,
        TsNs = now,
        ExpiresTsNs = now + Validity,
        Symbol = symbol,
        SecType = "STK",
        Exchange = "SMART",
        Currency = "USD",
        Interval = interval,
    });

    public static HistoryRequest History(this Bench bench, string interval, long start, long end, string symbol = "AAPL") => bench.Stamped((id, now) => new HistoryRequest
    {
        Id = id,
        Epoch = bench.Epoch,
        TsNs = now,
        ExpiresTsNs = now + Validity,
        Symbol = symbol,
        SecType = "STK",
        Exchange = "SMART",
        Currency = "USD",
        Interval = interval,
        StartTsNs = start,
        EndTsNs = end,
    });
}
