using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Outgoing;

/// <summary>
/// placeOrder of a plain order: what the ticket says, and the default of everything else. 114 fields after the number at
/// version 176, 113 from 177 on.
/// </summary>
internal static class PlaceOrderEncoder
{
    private const int WithoutProfile = 177;
    private const int NotExempt = -1;

    public static void Write(PlaceOrder place, ref FieldWriter fields, int serverVersion)
    {
        OrderTicket order = place.Order;
        fields.Int(RequestKind.PlaceOrder);
        fields.Int(place.OrderId);
        ContractFields.Write(place.Contract, ref fields);
        fields.Empty(2); // kind and value of another id
        Terms(order, ref fields);
        fields.Empty(1); // shares allocation
        fields.Int(0); // discretionary amount
        fields.Empty(2); // good after, good till
        fields.Empty(serverVersion < WithoutProfile ? 4 : 3); // advisor's group, method, percentage, profile
        fields.Empty(1); // model
        fields.Int(0); // short sale slot
        fields.Empty(1); // designated location
        fields.Int(NotExempt);
        fields.Int(order.OcaType);
        Defaults(ref fields);
    }

    private static void Terms(OrderTicket order, ref FieldWriter fields)
    {
        fields.Text(order.Action);
        fields.Int(order.Quantity);
        fields.Text(order.OrderType);
        fields.Price(order.LimitPrice);
        fields.Price(order.StopPrice);
        fields.Text(order.Tif);
        fields.Text(order.OcaGroup);
        fields.Text(order.Account);
        fields.Empty(1); // open or close
        fields.Int(0); // origin: customer
        fields.Text(order.OrderRef);
        fields.Flag(order.Transmit);
        fields.Int(order.ParentId);
        fields.Flag(false); // block order
        fields.Flag(false); // sweep to fill
        fields.Int(0); // display size
        fields.Int(0); // trigger method
        fields.Flag(order.OutsideRth);
        fields.Flag(false); // hidden
    }

    private static void Defaults(ref FieldWriter fields)
    {
        fields.Empty(2); // rule 80A, settling firm
        fields.Flag(false); // all or none
        fields.Empty(2); // minimum quantity, percent offset
        fields.Int(0); // electronic only
        fields.Int(0); // firm quote only
        fields.Empty(1); // price cap
        fields.Int(0); // auction strategy
        fields.Empty(5); // starting price, stock reference price, delta, stock range
        fields.Flag(false); // override percentage constraints
        fields.Empty(4); // volatility, its type, hedging order's type and price
        fields.Flag(false); // continuous update
        fields.Empty(10); // reference price type, trailing stop (2), scale (4), active from and to, hedge
        fields.Flag(false); // opt out of smart routing
        fields.Empty(2); // clearing account and intent
        fields.Flag(false); // not held
        fields.Flag(false); // delta neutral contract
        fields.Empty(2); // algorithm, its id
        fields.Flag(false); // what-if
        fields.Empty(1); // options
        fields.Flag(false); // solicited
        fields.Flag(false); // randomize size
        fields.Flag(false); // randomize price
        fields.Int(0); // conditions
        fields.Empty(6); // adjusted order: type, trigger, limit offset, stop, stop limit, trailing amount
        fields.Int(0); // adjusted order: trailing unit
        fields.Empty(8); // operator, soft dollar tier (2), cash quantity, MiFID II (4)
        fields.Flag(false); // no automatic price for a hedge
        fields.Flag(false); // container
        fields.Flag(false); // discretionary up to limit
        fields.Flag(false); // price management
        fields.Empty(2); // duration, post to ATS
        fields.Flag(false); // cancel with parent
        fields.Empty(2); // advanced error override, time of a manual order
    }
}
