using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>version, request, start, open, high, low, close, volume, weighted average, trades.</summary>
internal static class RealtimeBarDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        return new RealtimeBar(
            fields.Int(),
            fields.Long(),
            fields.Double(),
            fields.Double(),
            fields.Double(),
            fields.Double(),
            fields.Double(),
            fields.Double(),
            fields.IntOrZero());
    }
}
