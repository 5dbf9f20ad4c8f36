using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>version, request or order, code, text; then (from 166) the reject as JSON, which says nothing more.</summary>
internal static class ErrorDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        fields.Skip(1);
        return new GatewayError(fields.Int(), fields.Int(), fields.Text());
    }
}
