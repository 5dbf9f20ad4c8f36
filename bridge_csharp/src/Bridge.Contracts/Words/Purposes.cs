namespace Bridge.Contracts.Words;

/// <summary>What an order is for; decides what a kill leaves standing.</summary>
public static class Purposes
{
    /// <summary>May add risk; the default.</summary>
    public const string Entry = "entry";

    /// <summary>Makes a position smaller.</summary>
    public const string Reduce = "reduce";

    /// <summary>Guards a position.</summary>
    public const string Protect = "protect";

    /// <summary>Ends a position.</summary>
    public const string Flatten = "flatten";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Entry, Reduce, Protect, Flatten];
}
