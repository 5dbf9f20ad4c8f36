namespace Bridge.Contracts.Events;

/// <summary>How a command was answered when it first came.</summary>
public sealed record FirstAnswer
{
    /// <summary>accepted or rejected.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Code { get; init; }
}
