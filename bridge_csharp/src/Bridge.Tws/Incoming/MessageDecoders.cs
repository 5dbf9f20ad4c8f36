namespace Bridge.Tws.Incoming;

/// <summary>The decoder of each kind of message, by its number; null: none.</summary>
internal static class MessageDecoders
{
    private static readonly MessageDecoder?[] s_byKind = Table();

    /// <summary>The decoder of a kind, or null where it is not read here.</summary>
    public static MessageDecoder? Of(int kind) => (uint)kind < (uint)s_byKind.Length ? s_byKind[kind] : null;

    private static MessageDecoder?[] Table()
    {
        var table = new MessageDecoder?[MessageKind.Highest + 1];
        table[MessageKind.TickPrice] = TickPriceDecoder.Read;
        table[MessageKind.TickSize] = TickSizeDecoder.Read;
        table[MessageKind.OrderStatus] = OrderStatusDecoder.Read;
        table[MessageKind.Error] = ErrorDecoder.Read;
        table[MessageKind.OpenOrder] = OpenOrderDecoder.Read;
        table[MessageKind.AccountValue] = AccountValueDecoder.Read;
        table[MessageKind.NextValidId] = NextValidIdDecoder.Read;
        table[MessageKind.ContractDetails] = ContractDetailsDecoder.Read;
        table[MessageKind.ExecutionDetails] = ExecutionDetailsDecoder.Read;
        table[MessageKind.ManagedAccounts] = ManagedAccountsDecoder.Read;
        table[MessageKind.HistoricalData] = HistoricalDataDecoder.Read;
        table[MessageKind.CurrentTime] = CurrentTimeDecoder.Read;
        table[MessageKind.RealtimeBar] = RealtimeBarDecoder.Read;
        table[MessageKind.ContractDetailsEnd] = EndDecoders.ContractDetails;
        table[MessageKind.OpenOrderEnd] = EndDecoders.OpenOrders;
        table[MessageKind.AccountDownloadEnd] = EndDecoders.AccountValues;
        table[MessageKind.ExecutionDetailsEnd] = EndDecoders.Executions;
        table[MessageKind.MarketDataType] = MarketDataTypeDecoder.Read;
        table[MessageKind.CommissionReport] = CommissionReportDecoder.Read;
        table[MessageKind.Position] = PositionDecoder.Read;
        table[MessageKind.PositionEnd] = EndDecoders.Positions;
        table[MessageKind.AccountSummary] = AccountSummaryDecoder.Read;
        table[MessageKind.AccountValueMulti] = AccountValueMultiDecoder.Read;
        table[MessageKind.CompletedOrder] = CompletedOrderDecoder.Read;
        table[MessageKind.CompletedOrdersEnd] = EndDecoders.CompletedOrders;
        return table;
    }
}
