using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>version, request, account, tag, value, currency.</summary>
internal static class AccountSummaryDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(2);
        return new AccountValue(fields.Word(), fields.Word(), fields.Text(), fields.Word());
    }
}
