using Bridge.Contracts.Words;

namespace Bridge.Core.Feeds;

/// <summary>One subscription, across all requests made for it.</summary>
internal sealed class Feed(FeedKey key, long staleNs)
{
    private const long LongestWaitNs = 600 * Moments.Second;
    private int vain;

    public FeedKey Key => key;

    /// <summary>The command that asked for it.</summary>
    public string? CommandId { get; set; }

    /// <summary>The request that delivers it now; null: none.</summary>
    public int? RequestId { get; private set; }

    /// <summary>When it was last asked for.</summary>
    public long AskedNs { get; private set; }

    /// <summary>When it last delivered; null: never.</summary>
    public long? HeardNs { get; private set; }

    /// <summary>How long it may be silent before it is asked for again.</summary>
    public long WaitNs => Math.Min(staleNs << vain, Math.Max(staleNs, LongestWaitNs));

    /// <summary>Start of the last bar, s since 1970; null: none yet.</summary>
    public long? LastStart { get; set; }

    public bool Delayed { get; set; }

    public string Status { get; set; } = FeedStatuses.Pending;

    /// <summary>The latest quote.</summary>
    public QuoteBoard Quotes { get; } = new();

    /// <summary>When it is asked for again, if nothing comes.</summary>
    public long StaleAtNs => RequestId is null || Status == FeedStatuses.Refused
        ? Moments.Never
        : Math.Max(AskedNs, HeardNs ?? 0) + WaitNs;

    /// <summary>It is asked for, under a new request id.</summary>
    public void Asked(int requestId, long steadyNs)
    {
        RequestId = requestId;
        AskedNs = steadyNs;
        Status = FeedStatuses.Pending;
    }

    /// <summary>It was silent for too long. Each time in vain doubles the wait.</summary>
    public void GaveUpWaiting() => vain = Math.Min(vain + 1, 16);

    /// <summary>It delivered.</summary>
    public void Heard(long steadyNs)
    {
        HeardNs = steadyNs;
        vain = 0;
        Status = FeedStatuses.Live;
    }

    /// <summary>Nobody delivers it any more.</summary>
    public void Stopped(string status)
    {
        RequestId = null;
        Status = status;
    }
}
