using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>The eleven fields of a contract inside orders, executions and positions.</summary>
internal static class ContractFields
{
    public static Contract Read(ref FieldReader fields)
    {
        int conId = fields.IntOrZero();
        string symbol = fields.Word();
        string secType = fields.Word();
        fields.Skip(4); // expiry, strike, right, multiplier
        string exchange = fields.Word();
        string currency = fields.Word();
        fields.Skip(2); // local symbol, trading class
        return new Contract(symbol, secType, exchange, currency, conId);
    }
}
