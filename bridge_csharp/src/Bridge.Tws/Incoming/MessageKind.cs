namespace Bridge.Tws.Incoming;

/// <summary>Numbers of the messages that the gateway sends and we read.</summary>
internal static class MessageKind
{
    public const int TickPrice = 1;
    public const int TickSize = 2;
    public const int OrderStatus = 3;
    public const int Error = 4;
    public const int OpenOrder = 5;
    public const int AccountValue = 6;
    public const int NextValidId = 9;
    public const int ContractDetails = 10;
    public const int ExecutionDetails = 11;
    public const int ManagedAccounts = 15;
    public const int HistoricalData = 17;
    public const int CurrentTime = 49;
    public const int RealtimeBar = 50;
    public const int ContractDetailsEnd = 52;
    public const int OpenOrderEnd = 53;
    public const int AccountDownloadEnd = 54;
    public const int ExecutionDetailsEnd = 55;
    public const int MarketDataType = 58;
    public const int CommissionReport = 59;
    public const int Position = 61;
    public const int PositionEnd = 62;
    public const int AccountSummary = 63;
    public const int AccountValueMulti = 73;
    public const int CompletedOrder = 101;
    public const int CompletedOrdersEnd = 102;

    /// <summary>The highest number known at the versions spoken here.</summary>
    public const int Highest = 107;

    /// <summary>No number could be read.</summary>
    public const int Unreadable = -1;

    /// <summary>
    /// Kinds that exist at these versions and tell nothing that is asked for here; the rest up to Highest is unknown.
    /// </summary>
    public static ReadOnlySpan<byte> Ignored =>
    [
        7, 8, 12, 13, 14, 16, 18, 19, 20, 21, 45, 46, 47, 51, 56, 57, 64, 65, 66, 67, 68, 69, 70, 71, 72, 74, 75, 76, 77, 78,
        79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 103, 104, 105, 106, 107,
    ];
}
