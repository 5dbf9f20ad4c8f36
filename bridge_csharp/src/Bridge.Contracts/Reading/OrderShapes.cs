using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;

namespace Bridge.Contracts.Reading;

/// <summary>The commands about orders.</summary>
internal static class OrderShapes
{
    private static readonly IReadOnlyList<string> ProtectionTifs = [Tifs.GoodTillCancelled, Tifs.Day];

    public static OrderSubmit Submit(FieldReader fields)
    {
        var command = new OrderSubmit
        {
            Id = fields.Text("id"),
            Epoch = fields.Integer("epoch"),
            TsNs = fields.Integer("ts_ns"),
            ExpiresTsNs = fields.Integer("expires_ts_ns"),
            ClientOrderId = fields.Matching("client_order_id", TextRules.ClientOrderId()),
            AgentId = fields.Text("agent_id"),
            Account = fields.Text("account"),
            Symbol = fields.Matching("symbol", TextRules.Symbol()),
            SecType = fields.Word("sec_type", [SecTypes.Stock], SecTypes.Stock),
            Exchange = fields.Word("exchange", ["SMART"], "SMART"),
            Currency = fields.Word("currency", ["USD"], "USD"),
            Side = fields.Word("side", Sides.Every),
            Quantity = fields.Integer("quantity"),
            OrderType = fields.Word("order_type", OrderTypes.Every),
            LimitPrice = fields.Price("limit_price"),
            StopPrice = fields.Price("stop_price"),
            Tif = fields.Word("tif", Tifs.Every),
            OutsideRth = fields.Truth("outside_rth"),
            Purpose = fields.Word("purpose", Purposes.Every, Purposes.Entry),
            OcaGroup = fields.OptionalText("oca_group"),
            Protection = fields.Inner("protection", Protection),
        };
        OrderRules.Judge(command, fields);
        return command;
    }

    public static OrderModify Modify(FieldReader fields)
    {
        var command = new OrderModify
        {
            Id = fields.Text("id"),
            Epoch = fields.Integer("epoch"),
            TsNs = fields.Integer("ts_ns"),
            ExpiresTsNs = fields.Integer("expires_ts_ns"),
            ClientOrderId = fields.Matching("client_order_id", TextRules.AnyClientOrderId()),
            Quantity = fields.OptionalInteger("quantity"),
            LimitPrice = fields.Price("limit_price"),
            StopPrice = fields.Price("stop_price"),
            Tif = fields.OptionalWord("tif", Tifs.Every),
        };
        OrderRules.Judge(command, fields);
        return command;
    }

    public static OrderCancel Cancel(FieldReader fields) => new()
    {
        Id = fields.Text("id"),
        Epoch = fields.Integer("epoch"),
        TsNs = fields.Integer("ts_ns"),
        ExpiresTsNs = fields.Integer("expires_ts_ns"),
        ClientOrderId = fields.Matching("client_order_id", TextRules.AnyClientOrderId()),
    };

    public static OrdersCancelAll CancelAll(FieldReader fields) => new()
    {
        Id = fields.Text("id"),
        Epoch = fields.Integer("epoch"),
        TsNs = fields.Integer("ts_ns"),
        ExpiresTsNs = fields.Integer("expires_ts_ns"),
        Scope = fields.Word("scope", Scopes.Every),
        AgentId = fields.OptionalText("agent_id"),
        Symbol = fields.OptionalMatching("symbol", TextRules.Symbol()),
    };

    private static Protection Protection(FieldReader fields) => new()
    {
        StopLossPrice = fields.Price("stop_loss_price"),
        TakeProfitPrice = fields.Price("take_profit_price"),
        Tif = fields.Word("tif", ProtectionTifs, Tifs.GoodTillCancelled),
        OutsideRth = fields.Truth("outside_rth", absent: false),
    };
}
