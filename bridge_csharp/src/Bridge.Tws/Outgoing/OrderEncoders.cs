using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Outgoing;

/// <summary>Requests about orders, but for placing them.</summary>
internal static class OrderEncoders
{
    public static void Cancel(CancelOrder cancel, ref FieldWriter fields)
    {
        fields.Int(RequestKind.CancelOrder);
        fields.Int(1);
        fields.Int(cancel.OrderId);
        fields.Empty(1); // time of a manual cancel (from version 169)
    }

    public static void Open(RequestOpenOrders orders, ref FieldWriter fields)
    {
        fields.Int(orders.AllClients ? RequestKind.AllOpenOrders : RequestKind.OwnOpenOrders);
        fields.Int(1);
    }

    public static void Completed(RequestCompletedOrders orders, ref FieldWriter fields)
    {
        fields.Int(RequestKind.CompletedOrders);
        fields.Flag(orders.ApiOnly);
    }

    public static void Executions(RequestExecutions executions, ref FieldWriter fields)
    {
        fields.Int(RequestKind.Executions);
        fields.Int(3);
        fields.Int(executions.RequestId);
        fields.Int(executions.ClientId);
        fields.Empty(6); // account, time, symbol, type, exchange, side
    }
}
