namespace Bridge.Contracts.Words;

/// <summary>An order's part in its bracket.</summary>
public static class Roles
{
    /// <summary>The order itself.</summary>
    public const string Entry = "entry";

    /// <summary>Its stop-loss.</summary>
    public const string StopLoss = "stop_loss";

    /// <summary>Its take-profit.</summary>
    public const string TakeProfit = "take_profit";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Entry, StopLoss, TakeProfit];
}
