using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>version, request, type, price, size, attributes.</summary>
internal static class TickPriceDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        return new TickPrice(fields.Int(), fields.Int(), fields.Double(), fields.DecimalOrNull() ?? 0);
    }
}
