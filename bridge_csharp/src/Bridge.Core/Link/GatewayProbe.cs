using Bridge.Core.Gateway;
using Bridge.Core.Outbound;

namespace Bridge.Core.Link;

/// <summary>
/// Finds a gateway that keeps the socket and answers nothing. After 5 s of silence it is asked the time; an order after 2 s of silence
/// waits for that answer. Only the answer itself counts: data may stream from a gateway that takes no requests.
/// </summary>
internal sealed class GatewayProbe(OutboundQueue queue, GatewaySession session, long timeoutNs)
{
    private const long SilenceNs = 5 * Moments.Second;
    private const long OrderSilenceNs = 2 * Moments.Second;
    private bool asked;
    private long? writtenNs;
    private bool leaving;
    private bool gates;

    /// <summary>How long the last answer took, ns.</summary>
    public long? RoundTripNs { get; private set; }

    /// <summary>When a probe is due, or its answer overdue.</summary>
    public long NextDueNs => session.Stage != SessionStage.Ready ? Moments.Never
        : asked ? writtenNs + timeoutNs ?? Moments.Never
        : session.HeardNs + SilenceNs;

    /// <summary>Ask, unless an answer is awaited already.</summary>
    public void Ask()
    {
        if (!asked)
        {
            asked = true;
            queue.Add(new Question(Lane.Probe, new RequestCurrentTime()));
        }
    }

    /// <summary>Whether orders must wait. Asks, when something waits and the gateway has been silent.</summary>
    public bool HoldsOrders(long steadyNs)
    {
        if (!gates && queue.Any(Lane.Order) && steadyNs - session.HeardNs >= OrderSilenceNs)
        {
            gates = true;
            Ask();
        }

        return gates;
    }

    /// <summary>The question was written.</summary>
    public void Written(long steadyNs) => (writtenNs, leaving) = (steadyNs, true);

    /// <summary>By now it has left, and not when it was decided.</summary>
    public void Left(long steadyNs)
    {
        writtenNs = leaving ? steadyNs : writtenNs;
        leaving = false;
    }

    /// <summary>The answer came.</summary>
    public void Answered(long steadyNs)
    {
        if (writtenNs is { } since)
        {
            RoundTripNs = steadyNs - since;
            Reset();
        }
    }

    /// <summary>Whether the answer is overdue; asks when the gateway has been silent for long.</summary>
    public bool Failed(long steadyNs)
    {
        if (NextDueNs > steadyNs)
        {
            return false;
        }

        if (asked)
        {
            return true;
        }

        Ask();
        return false;
    }

    /// <summary>Nothing is awaited any more.</summary>
    public void Reset()
    {
        asked = false;
        gates = false;
        writtenNs = null;
        leaving = false;
    }
}
