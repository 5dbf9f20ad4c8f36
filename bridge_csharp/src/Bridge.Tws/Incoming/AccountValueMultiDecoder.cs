using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>version, request, account, model, tag, value, currency.</summary>
internal static class AccountValueMultiDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(2);
        string account = fields.Word();
        fields.Skip(1);
        return new AccountValue(account, fields.Word(), fields.Text(), fields.Word());
    }
}
