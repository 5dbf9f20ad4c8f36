using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Outgoing;

/// <summary>The encoder of each kind of request.</summary>
internal static class RequestEncoders
{
    /// <summary>Writes the request's fields. False: it is of a kind this protocol has no words for.</summary>
    public static bool Write(GatewayRequest request, ref FieldWriter fields, int serverVersion)
    {
        switch (request)
        {
            case PlaceOrder order:
                PlaceOrderEncoder.Write(order, ref fields, serverVersion);
                return true;
            case CancelOrder cancel:
                OrderEncoders.Cancel(cancel, ref fields);
                return true;
            case RequestOpenOrders orders:
                OrderEncoders.Open(orders, ref fields);
                return true;
            case RequestCompletedOrders orders:
                OrderEncoders.Completed(orders, ref fields);
                return true;
            case RequestExecutions executions:
                OrderEncoders.Executions(executions, ref fields);
                return true;
            case RequestPositions:
                AccountEncoders.Positions(ref fields);
                return true;
            case RequestAccountUpdates updates:
                AccountEncoders.Updates(updates, ref fields);
                return true;
            case RequestCurrentTime:
                SessionEncoders.CurrentTime(ref fields);
                return true;
            case RequestNextId:
                SessionEncoders.NextId(ref fields);
                return true;
            case StartApi start:
                SessionEncoders.Start(start, ref fields);
                return true;
            default:
                return MarketEncoders.Write(request, ref fields);
        }
    }
}
