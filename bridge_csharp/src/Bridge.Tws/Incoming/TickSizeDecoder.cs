using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>version, request, type, size.</summary>
internal static class TickSizeDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        return new TickSize(fields.Int(), fields.Int(), fields.DecimalOrNull() ?? 0);
    }
}
