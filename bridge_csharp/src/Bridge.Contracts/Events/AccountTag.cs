namespace Bridge.Contracts.Events;

/// <summary>One value, in the gateway's own words.</summary>
public sealed record AccountTag
{
    /// <summary>The words; a number for most tags.</summary>
    public required string Value { get; init; }

    /// <summary>Empty for tags without one.</summary>
    public required string Currency { get; init; }
}
