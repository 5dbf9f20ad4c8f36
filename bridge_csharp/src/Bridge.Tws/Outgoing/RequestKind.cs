namespace Bridge.Tws.Outgoing;

/// <summary>Numbers of the requests that we write.</summary>
internal static class RequestKind
{
    public const int SubscribeQuotes = 1;
    public const int CancelQuotes = 2;
    public const int PlaceOrder = 3;
    public const int CancelOrder = 4;
    public const int OwnOpenOrders = 5;
    public const int AccountUpdates = 6;
    public const int Executions = 7;
    public const int NextId = 8;
    public const int ContractDetails = 9;
    public const int AllOpenOrders = 16;
    public const int History = 20;
    public const int CancelHistory = 25;
    public const int CurrentTime = 49;
    public const int SubscribeRealtimeBars = 50;
    public const int CancelRealtimeBars = 51;
    public const int MarketDataType = 59;
    public const int Positions = 61;
    public const int StartApi = 71;
    public const int CompletedOrders = 99;
}
