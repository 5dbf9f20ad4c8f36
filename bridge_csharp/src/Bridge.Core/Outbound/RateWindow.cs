namespace Bridge.Core.Outbound;

/// <summary>At most so many messages in any span of time (a second, unless told otherwise): a sliding window, because a fixed one lets twice as many through around its edge.</summary>
internal sealed class RateWindow(int limit, long spanNs = Moments.Second)
{
    private readonly List<long> written = [];

    /// <summary>From when on one more may be written.</summary>
    public long FreeAtNs => written.Count < limit ? long.MinValue : written[^limit] + spanNs;

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
            written.Add(nowNs);
        }
    }

    /// <summary>What was taken last, at that time, left later.</summary>
    public void Delay(long takenNs, long leftNs)
    {
        for (var i = written.Count - 1; i >= 0 && written[i] == takenNs; i--)
        {
            written[i] = leftNs;
        }
    }

    /// <summary>When so many may be written.</summary>
    public long RoomAtNs(long nowNs, int messages) =>
        HasRoom(nowNs, messages) ? nowNs : written[written.Count + Fitting(messages) - limit - 1] + spanNs;

    // Three together may be more than a small limit allows; they go when the window is empty.
    private int Fitting(int messages) => Math.Min(messages, limit);

    private void Forget(long nowNs)
    {
        var old = 0;
        while (old < written.Count && nowNs - written[old] >= spanNs)
        {
            old++;
        }

        written.RemoveRange(0, old);
    }
}
