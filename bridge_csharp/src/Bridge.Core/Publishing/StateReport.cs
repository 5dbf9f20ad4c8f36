using Bridge.Contracts;
using Bridge.Contracts.State;
using Bridge.Contracts.Words;
using Bridge.Core.Commands;
using Bridge.Core.Effects;
using Bridge.Core.Feeds;
using Bridge.Core.Link;
using Bridge.Core.Outbound;

namespace Bridge.Core.Publishing;

/// <summary>The retained state: at once when something people act on changes, and every 5 s so that its age tells whether we live.</summary>
internal sealed class StateReport(
    string run,
    string journalId,
    GatewaySession session,
    Reconnects reconnects,
    OrderGate gate,
    GatewayProbe probe,
    FeedDesk feeds,
    OutboundQueue queue,
    CommandLog commands,
    EventOutbox outbox,
    Counters counters)
{
    // The contract says at least every 5 s; what arrives a moment late must still count.
    private const long EveryNs = 4 * Moments.Second;
    private int lastSeen;

    /// <summary>When the next one is due.</summary>
    public long NextDueNs { get; private set; }

    /// <summary>What the process holds in memory, MiB.</summary>
    public decimal RssMib { get; set; }

    /// <summary>The will, and the last word.</summary>
    public byte[] Offline(long? tsNs) => EventWriter.Write(new OfflineState { Run = run, TsNs = tsNs });

    /// <summary>Publish if it is due, or something changed, or the broker may not have it.</summary>
    public void OnTime(Turn turn, bool always)
    {
        var seen = Seen(turn.NowNs);
        if (!always && seen == lastSeen && NextDueNs > turn.SteadyNs)
        {
            return;
        }

        lastSeen = seen;
        NextDueNs = turn.SteadyNs + EveryNs;
        turn.Tell(new Publish(Topics.State, EventWriter.Write(State(turn.NowNs, turn.SteadyNs)), Qos: 1, Retain: true, ExpirySeconds: null));
    }

    /// <summary>The last word of an orderly end.</summary>
    public void SayOffline(Turn turn) =>
        turn.Tell(new Publish(Topics.State, Offline(turn.NowNs), Qos: 1, Retain: true, ExpirySeconds: null));

    private BridgeState State(long nowNs, long steadyNs) => new()
    {
        Process = ProcessStates.Online,
        TsNs = nowNs,
        Run = run,
        JournalId = journalId,
        LastJseq = outbox.LastJseq,
        Gateway = GatewayWord,
        SinceTsNs = session.SinceNs,
        NextAttemptTsNs = session.Stage == SessionStage.Down ? nowNs + Math.Max(reconnects.NextNs - steadyNs, 0) : null,
        IbLink = session.Stage == SessionStage.Ready && session.LinkUp ? IbLinks.Up : IbLinks.Down,
        Orders = gate.ClosedBy(nowNs) is null ? OrderGates.Open : OrderGates.Closed,
        OrdersReason = gate.ClosedBy(nowNs) ?? (gate.Killed ? Codes.Killed : null),
        Farms = new Dictionary<string, string>(session.Farms, StringComparer.Ordinal),
        Feeds = FeedStates(steadyNs),
        Accounts = [.. session.Accounts],
        ServerVersion = session.ServerVersion,
        LastRoundTripMs = probe.RoundTripNs is { } ns ? decimal.Round((decimal)ns / Moments.Millisecond, 3) : null,
        Epoch = commands.Epoch,
        Queued = queue.Waiting,
        Counters = new BridgeCounters
        {
            Commands = counters.Commands,
            Rejected = counters.Rejected,
            Malformed = counters.Malformed,
            Duplicates = counters.Duplicates,
            Placed = counters.Placed,
            Cancels = counters.Cancels,
            Fills = counters.Fills,
            BarsBad = counters.BarsBad,
            Reconnects = counters.Reconnects,
        },
        RssMib = RssMib,
    };

    private string GatewayWord => session.Stage switch
    {
        SessionStage.Ready => GatewayStates.Connected,
        SessionStage.Down => GatewayStates.Disconnected,
        _ => GatewayStates.Connecting,
    };

    private Dictionary<string, FeedState> FeedStates(long steadyNs)
    {
        var states = new Dictionary<string, FeedState>(StringComparer.Ordinal);
        foreach (var feed in feeds.All.OrderBy(feed => feed.Key.Interval, StringComparer.Ordinal))
        {
            // Bars have the symbol for themselves; quotes beside them get a name of their own.
            var name = states.ContainsKey(feed.Key.Symbol) ? $"{feed.Key.Symbol} {feed.Key.Interval}" : feed.Key.Symbol;
            states[name] = new FeedState
            {
                Interval = feed.Key.Interval,
                AgeMs = feed.HeardNs is { } heard ? Math.Max(0, steadyNs - heard) / Moments.Millisecond : null,
                Delayed = feed.Delayed,
                Status = feed.Status,
            };
        }

        return states;
    }

    private int Seen(long nowNs)
    {
        var hash = default(HashCode);
        hash.Add(session.Stage);
        hash.Add(session.LinkUp);
        hash.Add(gate.ClosedBy(nowNs));
        hash.Add(gate.Killed);
        hash.Add(commands.Epoch);
        hash.Add(session.Accounts.Count);
        foreach (var (name, state) in session.Farms)
        {
            hash.Add(name);
            hash.Add(state);
        }

        foreach (var feed in feeds.All)
        {
            hash.Add(feed.Key);
            hash.Add(feed.Status);
            hash.Add(feed.Delayed);
        }

        return hash.ToHashCode();
    }
}
