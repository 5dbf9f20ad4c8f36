using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>version, execution, amount, currency, realized profit, yield, redemption date.</summary>
internal static class CommissionReportDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        return new CommissionReport(fields.Word(), fields.Decimal(), fields.Word(), fields.DecimalOrNull());
    }
}
