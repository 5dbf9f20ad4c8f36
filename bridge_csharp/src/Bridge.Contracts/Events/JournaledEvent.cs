using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>An event that the bridge's journal holds and can tell again.</summary>
public abstract record JournaledEvent : BridgeEvent
{
    /// <summary>Place in the bridge's journal: never reused, rising across restarts.</summary>
    [JsonPropertyOrder(-2)]
    public required long Jseq { get; init; }

    /// <summary>True when it is told again; absent at first.</summary>
    [JsonPropertyOrder(-1)]
    public bool? Replay { get; init; }
}
