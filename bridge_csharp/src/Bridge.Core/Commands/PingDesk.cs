using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;
using Bridge.Core.Link;

namespace Bridge.Core.Commands;

/// <summary>Pings. One that probes is answered by the gateway's answer, or by its silence.</summary>
internal sealed class PingDesk(CommandDesk commands, GatewayProbe probe, GatewaySession session, long timeoutNs)
{
    private readonly List<(Ping Ping, long DueNs)> waiting = [];

    /// <summary>When the next one is answered at the latest.</summary>
    public long NextDueNs => waiting.Count > 0 ? waiting[0].DueNs : Moments.Never;

    /// <summary>The answer, if there is one already.</summary>
    public Answer? On(Turn turn, Ping ping)
    {
        if (!ping.Probe)
        {
            return Answer.Accepted();
        }

        if (session.Stage != SessionStage.Ready)
        {
            return Answer.Rejected(Codes.GatewayDown, "there is no gateway to probe");
        }

        if (waiting.TrueForAll(other => other.Ping.Id != ping.Id))
        {
            waiting.Add((ping, turn.SteadyNs + timeoutNs));
            probe.Ask();
        }

        return null;
    }

    /// <summary>The gateway answered.</summary>
    public void Answered(Turn turn) => Settle(
        turn,
        waiting.Count,
        new Answer(Outcomes.Accepted, RoundTripMs: decimal.Round((decimal)(probe.RoundTripNs ?? 0) / Moments.Millisecond, 3)));

    /// <summary>Those it did not answer in time.</summary>
    public void OnTime(Turn turn) => Settle(
        turn,
        waiting.Count(one => one.DueNs <= turn.SteadyNs),
        Answer.Rejected(Codes.Frozen, "the gateway did not answer in time"));

    /// <summary>The session ended.</summary>
    public void Suspend(Turn turn, string code) => Settle(turn, waiting.Count, Answer.Rejected(code, "the gateway went away"));

    private void Settle(Turn turn, int count, Answer answer)
    {
        var settled = waiting.Take(count).ToArray();
        waiting.RemoveRange(0, count);
        foreach (var (ping, _) in settled)
        {
            commands.Settle(turn, ping, answer);
        }
    }
}
