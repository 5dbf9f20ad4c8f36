namespace Bridge.Contracts.Words;

/// <summary>A data farm.</summary>
public static class FarmStates
{
    /// <summary>Connected.</summary>
    public const string Ok = "ok";

    /// <summary>Sleeps until it is asked.</summary>
    public const string Inactive = "inactive";

    /// <summary>Gone.</summary>
    public const string Broken = "broken";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Ok, Inactive, Broken];
}
