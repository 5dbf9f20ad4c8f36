namespace Bridge.Core.Link;

/// <summary>Around the gateway's planned restart no order goes out: what is written in that second may vanish.</summary>
internal sealed class Blackout(TimeOnly? restart, int beforeSeconds, int afterSeconds)
{
    /// <summary>Whether it is now.</summary>
    public bool Covers(long nowNs)
    {
        if (restart is not { } at)
        {
            return false;
        }

        // That of the day before or after reaches over midnight.
        var today = NewYork.LocalOf(nowNs).Date + at.ToTimeSpan();
        return Surrounds(today, nowNs) || Surrounds(today.AddDays(-1), nowNs) || Surrounds(today.AddDays(1), nowNs);
    }

    private bool Surrounds(DateTime local, long nowNs)
    {
        var (first, second) = NewYork.MomentsOf(local);
        return Surrounds(first, nowNs) || Surrounds(second, nowNs);
    }

    private bool Surrounds(long restartNs, long nowNs) =>
        nowNs >= restartNs - (beforeSeconds * Moments.Second) && nowNs < restartNs + (afterSeconds * Moments.Second);
}
