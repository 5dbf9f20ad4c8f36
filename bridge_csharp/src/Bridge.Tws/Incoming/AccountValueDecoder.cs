using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>version, tag, value, currency, account.</summary>
internal static class AccountValueDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        string tag = fields.Word();
        string value = fields.Text();
        string currency = fields.Word();
        return new AccountValue(fields.Word(), tag, value, currency);
    }
}
