using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>version, account, contract, quantity, average cost.</summary>
internal static class PositionDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        string account = fields.Word();
        Contract contract = ContractFields.Read(ref fields);
        return new PositionReport(account, contract, fields.Decimal(), fields.DecimalOrNull() ?? 0);
    }
}
