using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>
/// order, contract, order, … status, and then margins, commission and settings that are not needed: the message is read up to
/// its status. Why an order is held is told by orderStatus alone.
/// </summary>
internal static class OpenOrderDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        int orderId = fields.Int();
        Contract contract = ContractFields.Read(ref fields);
        OrderHead head = OrderHead.Read(ref fields);
        int clientId = fields.IntOrZero();
        long permId = fields.LongOrZero();
        bool outsideRth = fields.Flag();
        fields.Skip(4); // hidden, discretionary amount, good after, shares allocation
        fields.Skip(Allocation.Fields(serverVersion));
        fields.Skip(19); // model … minimum quantity
        int ocaType = fields.IntOrZero();
        fields.Skip(3); // electronic only, firm quote only, price cap
        int parentId = fields.IntOrZero();
        fields.Skip(3); // trigger method, volatility, its type
        OrderExtras.SkipDeltaNeutralOrder(ref fields, described: 8);
        fields.Skip(7); // continuous update … description of legs
        OrderExtras.SkipLegs(ref fields);
        OrderExtras.SkipScale(ref fields);
        OrderExtras.SkipHedge(ref fields);
        fields.Skip(4); // smart routing, clearing account and intent, not held
        OrderExtras.SkipDeltaNeutralContract(ref fields);
        OrderExtras.SkipAlgorithm(ref fields);
        fields.Skip(2); // solicited, what-if
        string status = fields.Word();
        OrderTicket order = head.Ticket(outsideRth, ocaType, parentId);
        return new OpenOrder(orderId, clientId, permId, contract, order, status);
    }
}
