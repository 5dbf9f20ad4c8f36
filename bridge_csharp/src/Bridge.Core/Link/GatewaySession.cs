using Bridge.Contracts.Words;
using Bridge.Core.Gateway;

namespace Bridge.Core.Link;

/// <summary>Socket, broker link and farms: separate states, because each fails alone and has its own cure.</summary>
internal sealed class GatewaySession
{
    private readonly SortedDictionary<string, string> farms = new(StringComparer.Ordinal);
    private readonly HashSet<string> brokenDataFarms = new(StringComparer.Ordinal);
    private bool hasNextId;
    private bool hasAccounts;

    /// <summary>How far it is.</summary>
    public SessionStage Stage { get; private set; }

    /// <summary>Since when, ns since 1970.</summary>
    public long SinceNs { get; private set; }

    /// <summary>Negotiated version; null: no session.</summary>
    public int? ServerVersion { get; private set; }

    /// <summary>Accounts behind the login, of the last session if there is none.</summary>
    public IReadOnlyList<string> Accounts { get; private set; } = [];

    /// <summary>Whether the gateway has its link to the broker.</summary>
    public bool LinkUp { get; private set; } = true;

    /// <summary>When the gateway last said anything, by the steady clock.</summary>
    public long HeardNs { get; private set; }

    /// <summary>Farms by name, in the words of the wire.</summary>
    public IReadOnlyDictionary<string, string> Farms => farms;

    /// <summary>Whether live data can come: feeds are only judged by their age then.</summary>
    public bool DataUp => Stage == SessionStage.Ready && LinkUp && brokenDataFarms.Count == 0;

    /// <summary>An attempt begins.</summary>
    public void Attempt(long nowNs) => Move(SessionStage.Connecting, nowNs);

    /// <summary>The handshake is answered.</summary>
    public void Greeted(Turn turn, int? serverVersion)
    {
        ServerVersion = serverVersion;
        HeardNs = turn.SteadyNs;
        Move(SessionStage.Greeting, turn.NowNs);
    }

    /// <summary>Something was said.</summary>
    public void Heard(Turn turn) => HeardNs = turn.SteadyNs;

    /// <summary>One half of what makes a session ready.</summary>
    public void NextIdKnown() => hasNextId = true;

    /// <summary>The other half.</summary>
    public void AccountsKnown(ManagedAccounts said)
    {
        Accounts = [.. said.Accounts.Where(account => account.Length > 0)];
        hasAccounts = Accounts.Count > 0;
    }

    /// <summary>Whether this made it ready.</summary>
    public bool BecomesReady(long nowNs)
    {
        if (Stage != SessionStage.Greeting || !hasNextId || !hasAccounts)
        {
            return false;
        }

        Move(SessionStage.Ready, nowNs);
        return true;
    }

    /// <summary>The session ended.</summary>
    public void Ended(long nowNs)
    {
        ServerVersion = null;
        LinkUp = true;
        hasNextId = hasAccounts = false;
        farms.Clear();
        brokenDataFarms.Clear();
        Move(SessionStage.Down, nowNs);
    }

    /// <summary>The link to the broker went or came.</summary>
    public void Link(bool up) => LinkUp = up;

    /// <summary>A farm, by the gateway's sentence: its name stands behind the last colon. Answers whether it was known in another state.</summary>
    public bool Farm(string text, string state, bool deliversLive)
    {
        var name = text[(text.LastIndexOf(':') + 1)..].Trim();
        var changed = farms.TryGetValue(name, out var before) && before != state;
        farms[name] = state;
        _ = state == FarmStates.Broken && deliversLive ? brokenDataFarms.Add(name) : brokenDataFarms.Remove(name);
        return changed;
    }

    private void Move(SessionStage stage, long nowNs)
    {
        if (Stage != stage)
        {
            Stage = stage;
            SinceNs = nowNs;
        }
    }
}
