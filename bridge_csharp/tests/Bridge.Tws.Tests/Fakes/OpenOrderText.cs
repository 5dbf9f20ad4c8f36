using System.Globalization;

namespace Bridge.Tws.Tests.Fakes;

/// <summary>
/// An openOrder message built from the protocol's table, with each of the parts whose presence depends on another field.
/// Written from the table alone, not from the decoder.
/// </summary>
internal sealed record OpenOrderText(int Version)
{
    public const string Unset = "1.7976931348623157E308";

    public string Type { get; init; } = "LMT";

    public string Quantity { get; init; } = "100";

    public string Limit { get; init; } = "185.5";

    public string Stop { get; init; } = "0.0";

    public string Status { get; init; } = "Submitted";

    /// <summary>Empty, or a name with eight fields after it: real sessions send the text None.</summary>
    public string DeltaNeutralOrder { get; init; } = "";

    public int Legs { get; init; }

    public bool Scale { get; init; }

    public bool Hedge { get; init; }

    public bool DeltaNeutralContract { get; init; }

    public bool Algorithm { get; init; }

    public string[] Fields() =>
    [
        "5", "13", "265598", "AAPL", "STK", "", "0", "?", "", "SMART", "USD", "AAPL", "NMS",
        "BUY", Quantity, Type, Limit, Stop, "GTC", "group-1", "DU1234567", "", "0", "order-1", "7", "1376327563", "1", "0", "0",
        "", "1376327563.1/DU1234567/100", "", "", "", .. Version < 177 ? [""] : Array.Empty<string>(),
        "", "", "", "", "", "0", "", "-1", "0", "", "", "", "", "", "2147483647", "0",
        "0", "0", "", "3", "0", "0", "", "12", "0", "", "0",
        .. DeltaNeutral(),
        "0", "0", "", "", "", "", "",
        .. LegFields(), .. ScaleFields(), .. Hedge ? ["D", "1"] : new[] { "" },
        "0", "", "IB", "0", .. DeltaNeutralContract ? ["1", "8314", "0.5", "140.25"] : new[] { "0" },
        .. Algorithm ? ["Vwap", "2", "maxPctVol", "0.1", "noTakeLiq", "1"] : new[] { "" },
        "0", "0", Status, .. Tail(),
    ];

    public override string ToString() => string.Join('|', Fields());

    private IEnumerable<string> DeltaNeutral() =>
        DeltaNeutralOrder.Length > 0 ? [DeltaNeutralOrder, Unset, "0", "", "", "", "?", "0", "0", ""] : ["", ""];

    private IEnumerable<string> LegFields()
    {
        string count = Legs.ToString(CultureInfo.InvariantCulture);
        IEnumerable<string> legs = Enumerable.Repeat("8314|1|BUY|SMART|0|0||-1", Legs).SelectMany(leg => leg.Split('|'));
        IEnumerable<string> prices = Enumerable.Repeat("1.5", Legs);
        IEnumerable<string> routing = Enumerable.Repeat("NonGuaranteed|1", Legs).SelectMany(pair => pair.Split('|'));
        return [count, .. legs, count, .. prices, count, .. routing];
    }

    private IEnumerable<string> ScaleFields() =>
        Scale ? ["100", "50", "0.05", "0.01", "60", "0.1", "0", "100", "0", "1"] : ["2147483647", "2147483647", ""];

    private static IEnumerable<string> Tail() =>
    [
        .. Enumerable.Repeat(Unset, 9), "1.0", "", "", "USD", "", "0", "0", "0", "None", .. Enumerable.Repeat(Unset, 6), "0", "", "", "", "0", "1",
        "0", "0", "0", "2147483647", "2147483647", "0", "", "", "", "", "",
    ];
}
