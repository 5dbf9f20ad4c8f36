using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>version, request, type.</summary>
internal static class MarketDataTypeDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        return new MarketDataType(fields.Int(), fields.Int());
    }
}
