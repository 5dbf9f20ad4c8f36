namespace Bridge.Core.Link;

/// <summary>
/// What the gateway's clock shows: bars are judged by it. Counted on from its last answer by the clock that nobody sets. Does our other
/// clock say something else by now, it was set, or the machine slept, which the steady one may not have noticed: the gateway is asked anew.
/// </summary>
internal sealed class GatewayClock(GatewayProbe probe)
{
    // It tells whole seconds, and clocks are corrected in small steps all the time.
    private const long SuspiciousNs = Moments.Second;

    private (long OfNowNs, long OfSteadyNs)? ahead;

    /// <summary>What it shows, ns since 1970; before its first answer what ours does.</summary>
    public long Ns(Turn turn) => ahead is { } by ? turn.SteadyNs + by.OfSteadyNs : turn.NowNs;

    /// <summary>It showed this.</summary>
    public void Shows(Turn turn, long unixSeconds)
    {
        var ns = unixSeconds * Moments.Second;
        ahead = (ns - turn.NowNs, ns - turn.SteadyNs);
    }

    /// <summary>Ask it anew, when it is in doubt.</summary>
    public void OnTime(Turn turn)
    {
        if (ahead is { } by && Math.Abs(turn.NowNs + by.OfNowNs - Ns(turn)) > SuspiciousNs)
        {
            probe.Ask();
        }
    }
}
