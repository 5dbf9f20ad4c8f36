using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;
using Bridge.Core.Link;

namespace Bridge.Core.Commands;

/// <summary>Pings. One that probes is answered by the gateway's answer, or by its silence.</summary>
internal sealed class PingDesk(CommandDesk commands, GatewayProbe probe, GatewaySession session)
{
    private readonly List<Ping> waiting = [];

    /// <summary>The answer, if there is one already.</summary>
    public Answer? On(Ping ping)
    {
        if (!ping.Probe)
        {
            return Answer.Accepted();
        }

        if (session.Stage != SessionStage.Ready)
        {
            return Answer.Rejected(Codes.GatewayDown, "there is no gateway to probe");
        }

        waiting.Add(ping);
        probe.Ask();
        return null;
    }

    /// <summary>The gateway answered.</summary>
    public void Answered(Turn turn) => Settle(
        turn,
        new Answer(Outcomes.Accepted, RoundTripMs: decimal.Round((decimal)(probe.RoundTripNs ?? 0) / Moments.Millisecond, 3)));

    /// <summary>The session ended, perhaps because the gateway did not answer.</summary>
    public void Suspend(Turn turn, string code) => Settle(turn, Answer.Rejected(code, "the gateway went away"));

    private void Settle(Turn turn, Answer answer)
    {
        var settled = waiting.ToArray();
        waiting.Clear();
        foreach (var ping in settled)
        {
            commands.Settle(turn, ping, answer);
        }
    }
}
