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

        var sinceBegin = (NewYork.LocalOf(nowNs).TimeOfDay - at.ToTimeSpan()).TotalSeconds + beforeSeconds;
        const int day = 24 * 3600;
        return ((sinceBegin % day) + day) % day < beforeSeconds + afterSeconds;
    }
}
