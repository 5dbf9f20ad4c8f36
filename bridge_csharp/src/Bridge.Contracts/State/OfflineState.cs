using Bridge.Contracts.Words;

namespace Bridge.Contracts.State;

/// <summary>The last will, and the last word of an orderly end.</summary>
public sealed record OfflineState
{
    /// <summary>offline.</summary>
    public string Process { get; init; } = ProcessStates.Offline;

    /// <summary>Which start of the bridge.</summary>
    public required string Run { get; init; }

    /// <summary>When; absent in the will, which is written beforehand.</summary>
    public long? TsNs { get; init; }
}
