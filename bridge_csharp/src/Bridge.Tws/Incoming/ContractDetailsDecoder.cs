using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>request, then the contract in an order of its own; what follows the primary exchange is not needed.</summary>
internal static class ContractDetailsDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        int requestId = fields.Int();
        string symbol = fields.Word();
        string secType = fields.Word();
        fields.Skip(3); // last trade date, strike, right
        string exchange = fields.Word();
        string currency = fields.Word();
        fields.Skip(3); // local symbol, market name, trading class
        int conId = fields.Int();
        double minTick = fields.Double();
        fields.Skip(6); // multiplier, order types, exchanges, price magnifier, underlying, long name
        string primary = fields.Word();
        return new ContractDetails(requestId, new Contract(symbol, secType, exchange, currency, conId), primary, minTick);
    }
}
