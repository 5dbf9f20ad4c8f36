namespace Bridge.Core.Link;

/// <summary>
/// When to try again: attempts start a fixed time apart, without end and without back-off. The first one after a loss goes at once, but
/// only one such within that time, or a gateway that accepts and hangs up would be hammered.
/// </summary>
internal sealed class Reconnects(long apartNs)
{
    private long lastAttemptNs = -Moments.Day;
    private long lastHurryNs = -Moments.Day;

    /// <summary>When the next attempt starts.</summary>
    public long NextNs { get; private set; }

    /// <summary>An attempt starts; the next one is due if this does not succeed.</summary>
    public void Attempted(long steadyNs)
    {
        lastAttemptNs = steadyNs;
        NextNs = steadyNs + apartNs;
    }

    /// <summary>It succeeded.</summary>
    public void Succeeded() => NextNs = Moments.Never;

    /// <summary>The session, or the attempt, is gone.</summary>
    public void Lost(long steadyNs, bool wasReady)
    {
        if (wasReady && steadyNs - lastHurryNs >= apartNs)
        {
            lastHurryNs = steadyNs;
            NextNs = steadyNs;
        }
        else
        {
            NextNs = Math.Max(steadyNs, lastAttemptNs + apartNs);
        }
    }
}
