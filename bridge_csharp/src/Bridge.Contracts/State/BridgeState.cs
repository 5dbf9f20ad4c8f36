namespace Bridge.Contracts.State;

/// <summary>How the bridge stands; retained. Times are nanoseconds since 1970, UTC.</summary>
public sealed record BridgeState
{
    /// <summary>online or offline.</summary>
    public required string Process { get; init; }

    /// <summary>When it was made.</summary>
    public required long TsNs { get; init; }

    /// <summary>Which start of the bridge.</summary>
    public required string Run { get; init; }

    /// <summary>Made with the state directory; another one means another journal.</summary>
    public required string JournalId { get; init; }

    /// <summary>The journal's last place.</summary>
    public required long LastJseq { get; init; }

    /// <summary>connected, connecting or disconnected.</summary>
    public required string Gateway { get; init; }

    /// <summary>Since when.</summary>
    public required long SinceTsNs { get; init; }

    /// <summary>When the next attempt starts.</summary>
    public long? NextAttemptTsNs { get; init; }

    /// <summary>up or down.</summary>
    public required string IbLink { get; init; }

    /// <summary>open or closed.</summary>
    public required string Orders { get; init; }

    /// <summary>Why they are closed.</summary>
    public string? OrdersReason { get; init; }

    /// <summary>Farm to ok, inactive or broken.</summary>
    public required IReadOnlyDictionary<string, string> Farms { get; init; }

    /// <summary>Symbol to feed.</summary>
    public required IReadOnlyDictionary<string, FeedState> Feeds { get; init; }

    /// <summary>Accounts behind the login.</summary>
    public required IReadOnlyList<string> Accounts { get; init; }

    /// <summary>The gateway's.</summary>
    public long? ServerVersion { get; init; }

    /// <summary>To the gateway and back.</summary>
    public decimal? LastRoundTripMs { get; init; }

    /// <summary>The highest one claimed.</summary>
    public required long Epoch { get; init; }

    /// <summary>Messages that wait to be written.</summary>
    public required long Queued { get; init; }

    /// <summary>Since the start.</summary>
    public required BridgeCounters Counters { get; init; }

    /// <summary>Memory of the process.</summary>
    public required decimal RssMib { get; init; }
}
