using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Outgoing;

/// <summary>Requests for market data, history and instruments.</summary>
internal static class MarketEncoders
{
    private const int BarSeconds = 5; // the only size there is
    private const int EpochSeconds = 2; // the other format is local time as text

    /// <summary>Writes the request's fields. False: it is none of these.</summary>
    public static bool Write(GatewayRequest request, ref FieldWriter fields)
    {
        switch (request)
        {
            case SubscribeRealtimeBars bars:
                RealtimeBars(bars, ref fields);
                return true;
            case CancelRealtimeBars cancel:
                Numbers(ref fields, RequestKind.CancelRealtimeBars, 1, cancel.RequestId);
                return true;
            case SubscribeQuotes quotes:
                Quotes(quotes, ref fields);
                return true;
            case CancelQuotes cancel:
                Numbers(ref fields, RequestKind.CancelQuotes, 2, cancel.RequestId);
                return true;
            case RequestMarketDataType type:
                Numbers(ref fields, RequestKind.MarketDataType, 1, type.Type);
                return true;
            case RequestHistory history:
                History(history, ref fields);
                return true;
            case CancelHistory cancel:
                Numbers(ref fields, RequestKind.CancelHistory, 1, cancel.RequestId);
                return true;
            case RequestContractDetails details:
                Details(details, ref fields);
                return true;
            default:
                return false;
        }
    }

    private static void Numbers(ref FieldWriter fields, int kind, int version, int subject)
    {
        fields.Int(kind);
        fields.Int(version);
        fields.Int(subject);
    }

    private static void RealtimeBars(SubscribeRealtimeBars bars, ref FieldWriter fields)
    {
        Numbers(ref fields, RequestKind.SubscribeRealtimeBars, 3, bars.RequestId);
        ContractFields.Write(bars.Contract, ref fields);
        fields.Int(BarSeconds);
        fields.Text(bars.WhatToShow);
        fields.Flag(bars.RegularHours);
        fields.Empty(1); // options
    }

    private static void Quotes(SubscribeQuotes quotes, ref FieldWriter fields)
    {
        Numbers(ref fields, RequestKind.SubscribeQuotes, 11, quotes.RequestId);
        ContractFields.Write(quotes.Contract, ref fields);
        fields.Flag(false); // delta neutral
        fields.Empty(1); // generic ticks
        fields.Flag(false); // snapshot
        fields.Flag(false); // regulatory snapshot
        fields.Empty(1); // options
    }

    private static void History(RequestHistory history, ref FieldWriter fields)
    {
        fields.Int(RequestKind.History);
        fields.Int(history.RequestId);
        ContractFields.Write(history.Contract, ref fields);
        fields.Flag(false); // expired contracts
        fields.Text(history.EndText);
        fields.Text(history.BarSize);
        fields.Text(history.Duration);
        fields.Flag(history.RegularHours);
        fields.Text(history.WhatToShow);
        fields.Int(EpochSeconds);
        fields.Flag(false); // keep up to date
        fields.Empty(1); // options
    }

    private static void Details(RequestContractDetails details, ref FieldWriter fields)
    {
        Numbers(ref fields, RequestKind.ContractDetails, 8, details.RequestId);
        ContractFields.Write(details.Contract, ref fields);
        fields.Flag(false); // expired contracts
        fields.Empty(3); // kind and value of another id; issuer (from version 176)
    }
}
