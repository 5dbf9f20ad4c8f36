namespace Bridge.Core.Outbound;

/// <summary>At most so many messages in any span of time (a second, unless told otherwise): a sliding window, because a fixed one lets twice as many through around its edge.</summary>
internal sealed class RateWindow(int limit, long spanNs = Moments.Second)
{
    private readonly Queue<long> written = new();

    /// <summary>From when on one more may be written.</summary>
    public long FreeAtNs => written.Count < limit ? long.MinValue : written.ElementAt(written.Count - limit) + spanNs;

    /// <summary>Whether so many messages may be written now.</summary>
    public bool HasRoom(long nowNs, int messages)
    {
        Forget(nowNs);
        return written.Count + Fitting(messages) <= limit;
    }

    /// <summary>So many were written.</summary>
    public void Take(long nowNs, int messages)
    {
        Forget(nowNs);
        for (var i = 0; i < messages; i++)
        {
            written.Enqueue(nowNs);
        }
    }

    /// <summary>When so many may be written.</summary>
    public long RoomAtNs(long nowNs, int messages)
    {
        if (HasRoom(nowNs, messages))
        {
            return nowNs;
        }

        var mustLeave = written.Count + Fitting(messages) - limit;
        return written.ElementAt(mustLeave - 1) + spanNs;
    }

    // Three together may be more than a small limit allows; they go when the window is empty.
    private int Fitting(int messages) => Math.Min(messages, limit);

    private void Forget(long nowNs)
    {
        while (written.TryPeek(out var oldest) && nowNs - oldest >= spanNs)
        {
            written.Dequeue();
        }
    }
}
