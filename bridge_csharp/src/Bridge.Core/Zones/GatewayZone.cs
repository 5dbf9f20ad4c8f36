using System.Globalization;
using Bridge.Contracts;
using Bridge.Contracts.Words;
using Bridge.Core.Link;
using Bridge.Core.Publishing;

namespace Bridge.Core.Zones;

/// <summary>
/// The zone of the gateway's clock, in which it writes the times of executions. The handshake shows the clock and names the zone. Read in
/// another zone's time a fill lies hours off, and perhaps in another of New York's days.
/// </summary>
internal sealed class GatewayZone(GatewayClock clock, Notices notices)
{
    // Zones lie quarters of an hour apart, from 12 hours behind UTC to 14 ahead; what lies between was the way here.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Furthest = TimeSpan.FromHours(14);
    private static readonly TimeSpan FurthestBehind = TimeSpan.FromHours(-12);

    private ShownTime? shown;
    private long shownNs;
    private bool told;

    /// <summary>A session began, and with it a clock showed this, in the gateway's words.</summary>
    public void Greeted(Turn turn, string timeText)
    {
        shown = ShownTime.Read(timeText);
        shownNs = turn.SteadyNs;
        told = false;
    }

    /// <summary>Say that the zone is unknown, before a fill depends on it.</summary>
    public void TellUnknown(Turn turn)
    {
        if (shown is { Zone.Length: > 0 } at)
        {
            _ = OffsetOf(turn, at.Zone, at.Local);
        }
    }

    /// <summary>The moment that the gateway's words mean, ns since 1970; null: nobody knows. Without a zone they are of its own.</summary>
    public long? Ns(Turn turn, string timeText)
    {
        if (ShownTime.Read(timeText) is not { } time)
        {
            return null;
        }

        var zone = time.Zone.Length > 0 ? time.Zone : shown is { Zone.Length: > 0 } at ? at.Zone : ZoneNames.NewYork;
        return OffsetOf(turn, zone, time.Local) is { } ahead ? (time.Local - ahead - DateTime.UnixEpoch).Ticks * 100 : null;
    }

    private TimeSpan? OffsetOf(Turn turn, string zone, DateTime local)
    {
        var ahead = Ahead(turn);
        var known = ZoneNames.OffsetOf(zone, local, string.Equals(zone, shown?.Zone, StringComparison.OrdinalIgnoreCase) ? ahead : null);
        if (known is null && !told)
        {
            told = true;
            var meant = ahead is { } by ? $"they are read as UTC{Words(by)}, which its clock showed as the session began" : "fills bear the time they come";
            notices.Say(
                turn,
                Codes.Unsupported,
                $"the gateway writes times in the time zone '{zone}', which is not known here; {meant}. Set the gateway to New York's: {ZoneNames.NewYork}",
                Meanings.Warning);
        }

        return known ?? ahead;
    }

    // How far ahead of UTC its clock was.
    private TimeSpan? Ahead(Turn turn)
    {
        if (shown is not { } at)
        {
            return null;
        }

        var utc = DateTime.UnixEpoch.AddTicks((clock.Ns(turn) - (turn.SteadyNs - shownNs)) / 100);
        var ahead = Step * Math.Round((at.Local - utc) / Step);
        return ahead >= FurthestBehind && ahead <= Furthest ? ahead : null;
    }

    private static string Words(TimeSpan ahead) =>
        (ahead < TimeSpan.Zero ? "-" : "+") + ahead.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
