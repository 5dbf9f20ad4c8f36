namespace Bridge.Core.Outbound;

/// <summary>
/// When messages may leave, so that the gateway, by its own clock, never sees more than it takes. It hangs up on the 51st within a
/// second; what we write in more than a second reaches it within one when the first of it is held up on the way.
/// </summary>
internal sealed class Pacing
{
    // What the gateway takes within a second.
    private const int GatewayTakes = 50;

    // Held up so long and no longer: a lost packet goes again after 200 ms, a busy machine forgets a process for less.
    private const long HeldUpNs = 250 * Moments.Millisecond;

    // What may go at once when all was quiet; behind a long line, room for a cancel comes as often as for this many.
    private const int Together = 10;

    private readonly RateWindow[] ofCancels;
    private readonly RateWindow[] ofOthers;

    public Pacing(int messagesPerSecond)
    {
        ofCancels = [new(messagesPerSecond), new(GatewayTakes, Moments.Second + HeldUpNs)];
        ofOthers = [.. ofCancels, new(Together, HeldUpNs)];
    }

    /// <summary>Whether it may leave now.</summary>
    public bool HasRoom(long steadyNs, OutboundItem item)
    {
        foreach (var window in Of(item))
        {
            if (!window.HasRoom(steadyNs, item.Weight))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>When it may leave.</summary>
    public long RoomAtNs(long steadyNs, OutboundItem item) => Of(item).Max(window => window.RoomAtNs(steadyNs, item.Weight));

    /// <summary>So many messages leave.</summary>
    public void Take(long steadyNs, int messages)
    {
        foreach (var window in ofOthers)
        {
            window.Take(steadyNs, messages);
        }
    }

    /// <summary>What was taken last, at that time, left later: the disk came first.</summary>
    public void Delay(long takenNs, long leftNs)
    {
        foreach (var window in ofOthers)
        {
            window.Delay(takenNs, leftNs);
        }
    }

    private RateWindow[] Of(OutboundItem item) => item.Lane == Lane.Cancel ? ofCancels : ofOthers;
}
