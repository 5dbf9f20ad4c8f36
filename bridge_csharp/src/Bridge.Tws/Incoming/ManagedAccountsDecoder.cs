using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>version, accounts parted by commas (often with one at the end).</summary>
internal static class ManagedAccountsDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        return new ManagedAccounts(fields.Word().Split(',', Tidy));
    }
}
