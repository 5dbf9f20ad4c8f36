using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>request, start, end, number of bars, bars. Below version 196 one message holds the whole answer.</summary>
internal static class HistoricalDataDecoder
{
    private const int LeastBytesPerBar = 8; // eight fields, each ended by NUL

    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        int requestId = fields.Int();
        fields.Skip(2);
        int count = fields.Count();
        var bars = new List<HistoricalBar>(Math.Min(count, fields.BytesLeft / LeastBytesPerBar));
        for (; count > 0 && fields.Problem is null; count--)
        {
            bars.Add(Bar(ref fields));
        }

        return new HistoricalData(requestId, bars, Complete: true);
    }

    private static HistoricalBar Bar(ref FieldReader fields) => new(
        fields.Word(),
        fields.Double(),
        fields.Double(),
        fields.Double(),
        fields.Double(),
        fields.Double(),
        fields.Double(),
        fields.IntOrZero());
}
