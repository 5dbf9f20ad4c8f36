using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;

namespace Bridge.Contracts.Reading;

/// <summary>The commands about market data.</summary>
internal static class MarketShapes
{
    public static MarketSubscribe Subscribe(FieldReader fields) => new()
    {
        Id = fields.Text("id"),
        Epoch = fields.Integer("epoch"),
        TsNs = fields.Integer("ts_ns"),
        ExpiresTsNs = fields.Integer("expires_ts_ns"),
        Symbol = fields.Matching("symbol", TextRules.Symbol()),
        SecType = fields.Word("sec_type", SecTypes.Every),
        Exchange = fields.Text("exchange"),
        Currency = fields.Text("currency"),
        Interval = fields.Word("interval", FeedIntervals.Every),
    };

    public static MarketUnsubscribe Unsubscribe(FieldReader fields) => new()
    {
        Id = fields.Text("id"),
        Epoch = fields.Integer("epoch"),
        TsNs = fields.Integer("ts_ns"),
        ExpiresTsNs = fields.Integer("expires_ts_ns"),
        Symbol = fields.Matching("symbol", TextRules.Symbol()),
        SecType = fields.Word("sec_type", SecTypes.Every),
        Exchange = fields.Text("exchange"),
        Currency = fields.Text("currency"),
        Interval = fields.Word("interval", FeedIntervals.Every),
    };

    public static HistoryRequest History(FieldReader fields)
    {
        var command = new HistoryRequest
        {
            Id = fields.Text("id"),
            Epoch = fields.Integer("epoch"),
            TsNs = fields.Integer("ts_ns"),
            ExpiresTsNs = fields.Integer("expires_ts_ns"),
            Symbol = fields.Matching("symbol", TextRules.Symbol()),
            SecType = fields.Word("sec_type", SecTypes.Every),
            Exchange = fields.Text("exchange"),
            Currency = fields.Text("currency"),
            Interval = fields.Word("interval", HistoryIntervals.Every),
            StartTsNs = fields.Integer("start_ts_ns"),
            EndTsNs = fields.Integer("end_ts_ns"),
            Rth = fields.Truth("rth", absent: true),
        };
        if (command.StartTsNs < 0 || command.EndTsNs <= command.StartTsNs)
        {
            fields.Refuse(Codes.Malformed, "end_ts_ns is not after start_ts_ns, or start_ts_ns is before 1970");
        }

        return command;
    }
}
