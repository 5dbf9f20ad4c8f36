using Bridge.Contracts.Events;
using Bridge.Core.Journal;

namespace Bridge.Core.Publishing;

/// <summary>What the books hold, in the words of the wire.</summary>
internal static class EventShapes
{
    /// <summary>The terms the gateway is known to have: a change counts once it is confirmed, for whoever asked waits for that.</summary>
    public static OrderTerms TermsOf(OrderRecord order) => order.TermsBefore ?? order.Terms;

    public static OrderStatusEvent StatusOf(Stamp stamp, OrderRecord order) => new()
    {
        Id = stamp.Id,
        TsNs = stamp.TsNs,
        Run = stamp.Run,
        Seq = stamp.Seq,
        Jseq = stamp.Jseq,
        ClientOrderId = order.ClientOrderId,
        AgentId = order.AgentId,
        Symbol = order.Symbol,
        Purpose = order.Purpose,
        Version = order.Version,
        CommandId = order.CommandId,
        PermId = PermIdOf(order),
        Status = order.Status,
        Quantity = TermsOf(order).Quantity,
        Filled = order.Filled,
        Remaining = RemainingOf(order),
        AvgPrice = order.AveragePrice,
        LimitPrice = TermsOf(order).LimitPrice,
        StopPrice = TermsOf(order).StopPrice,
        Role = order.Role,
        ParentClientOrderId = order.ParentClientOrderId,
        Code = order.Code,
        TwsCode = order.TwsCode,
        Reason = order.Reason,
    };

    public static OrderView ViewOf(OrderRecord order) => new()
    {
        ClientOrderId = order.ClientOrderId,
        AgentId = order.AgentId,
        Version = order.Version,
        PermId = PermIdOf(order),
        Symbol = order.Symbol,
        Side = order.Side,
        OrderType = order.OrderType,
        Status = order.Status,
        Quantity = TermsOf(order).Quantity,
        Filled = order.Filled,
        Remaining = RemainingOf(order),
        AvgPrice = order.AveragePrice,
        LimitPrice = TermsOf(order).LimitPrice,
        StopPrice = TermsOf(order).StopPrice,
        Role = order.Role,
        Purpose = order.Purpose,
        OcaGroup = order.OcaGroup,
        ParentClientOrderId = order.ParentClientOrderId,
        Code = order.Code,
        TwsCode = order.TwsCode,
        Reason = order.Reason,
    };

    public static Fill FillOf(Stamp stamp, BookedFill fill) => new()
    {
        Id = stamp.Id,
        TsNs = stamp.TsNs,
        Run = stamp.Run,
        Seq = stamp.Seq,
        Jseq = stamp.Jseq,
        ExecId = fill.ExecId,
        ExecKey = fill.ExecKey,
        Revision = fill.Revision,
        ClientOrderId = fill.ClientOrderId,
        ParentClientOrderId = fill.ParentClientOrderId,
        PermId = fill.PermId,
        AgentId = fill.AgentId,
        Account = fill.Account,
        Symbol = fill.Symbol,
        Side = fill.Side,
        Quantity = fill.Quantity,
        Price = fill.Price,
        TimeTsNs = fill.TimeNs,
        CumQuantity = fill.CumQuantity,
        Recovered = fill.Recovered,
        Origin = fill.Origin,
    };

    public static Execution ExecutionOf(BookedFill fill) => new()
    {
        ExecId = fill.ExecId,
        ExecKey = fill.ExecKey,
        Revision = fill.Revision,
        ClientOrderId = fill.ClientOrderId,
        ParentClientOrderId = fill.ParentClientOrderId,
        PermId = fill.PermId,
        AgentId = fill.AgentId,
        Account = fill.Account,
        Symbol = fill.Symbol,
        Side = fill.Side,
        Quantity = fill.Quantity,
        Price = fill.Price,
        TimeTsNs = fill.TimeNs,
        CumQuantity = fill.CumQuantity,
        Recovered = fill.Recovered,
        Origin = fill.Origin,
    };

    public static Commission CommissionOf(Stamp stamp, BookedCommission cost, string? clientOrderId) => new()
    {
        Id = stamp.Id,
        TsNs = stamp.TsNs,
        Run = stamp.Run,
        Seq = stamp.Seq,
        Jseq = stamp.Jseq,
        ExecId = cost.ExecId,
        ClientOrderId = clientOrderId,
        Amount = cost.Amount,
        Currency = cost.Currency,
        RealizedPnl = cost.RealizedPnl,
    };

    private static long? PermIdOf(OrderRecord order) => order.PermId == 0 ? null : order.PermId;

    private static long RemainingOf(OrderRecord order) => Math.Max(0, TermsOf(order).Quantity - order.Filled);
}
