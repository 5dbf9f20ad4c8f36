using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>
/// contract, order, … status, … filled quantity, … how it ended. Like openOrder, without order id, client and margins.
/// </summary>
internal static class CompletedOrderDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        Contract contract = ContractFields.Read(ref fields);
        OrderHead head = OrderHead.Read(ref fields);
        long permId = fields.LongOrZero();
        bool outsideRth = fields.Flag();
        fields.Skip(3); // hidden, discretionary amount, good after
        fields.Skip(Allocation.Fields(serverVersion));
        fields.Skip(17); // model … minimum quantity
        int ocaType = fields.IntOrZero();
        fields.Skip(3); // trigger method, volatility, its type
        OrderExtras.SkipDeltaNeutralOrder(ref fields, described: 4);
        fields.Skip(5); // continuous update … description of legs
        OrderExtras.SkipLegs(ref fields);
        OrderExtras.SkipScale(ref fields);
        OrderExtras.SkipHedge(ref fields);
        fields.Skip(3); // clearing account and intent, not held
        OrderExtras.SkipDeltaNeutralContract(ref fields);
        OrderExtras.SkipAlgorithm(ref fields);
        fields.Skip(1); // solicited
        string status = fields.Word();
        fields.Skip(2); // randomize size, price
        OrderExtras.SkipBenchmark(ref fields, head.OrderType);
        OrderExtras.SkipConditions(ref fields);
        fields.Skip(6); // trailing stop, limit offset, cash quantity, hedge price, container, date of automatic cancel
        decimal filled = fields.DecimalOrNull() ?? 0;
        fields.Skip(7); // reference future, cancel with parent, shareholder, imbalance, best offer, parent's permId, time
        string ended = fields.Text();
        return new CompletedOrder(permId, contract, head.Ticket(outsideRth, ocaType, parentId: 0), status, filled, ended);
    }
}
