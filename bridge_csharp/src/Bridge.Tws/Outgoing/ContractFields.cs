using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Outgoing;

/// <summary>The twelve fields of a contract inside a request.</summary>
internal static class ContractFields
{
    public static void Write(Contract contract, ref FieldWriter fields)
    {
        fields.Int(contract.ConId);
        fields.Text(contract.Symbol);
        fields.Text(contract.SecType);
        fields.Empty(1); // expiry
        fields.Int(0); // strike
        fields.Empty(2); // right, multiplier
        fields.Text(contract.Exchange);
        fields.Empty(1); // primary exchange
        fields.Text(contract.Currency);
        fields.Empty(2); // local symbol, trading class
    }
}
