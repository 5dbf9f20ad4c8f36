using Bridge.Contracts.Words;
using Bridge.Core.Journal;

namespace Bridge.Core.Orders;

/// <summary>Orders whose last message is not answered yet, and those that this session's gateway has named or changed. The time counts from the socket write; nothing here is ever sent again.</summary>
internal sealed class StuckWatch(long timeoutNs)
{
    private readonly Dictionary<string, StuckCase> cases = new(StringComparer.Ordinal);
    private readonly List<string> leaving = [];
    private readonly HashSet<string> named = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);

    /// <summary>When the next one has waited long enough.</summary>
    public long NextDueNs
    {
        get
        {
            var next = Moments.Never;
            foreach (var watched in cases.Values)
            {
                next = watched.Asked ? next : Math.Min(next, watched.SinceNs + timeoutNs);
            }

            return next;
        }
    }

    /// <summary>What this order waits for.</summary>
    public StuckCase? Of(string clientOrderId) => cases.GetValueOrDefault(clientOrderId);

    /// <summary>
    /// Whether the gateway may not know it: it was looked for, and not found yet. To a gateway that does not know its id, new terms are a
    /// new order, and nothing is ever placed a second time.
    /// </summary>
    public bool MayBeUnknown(OrderRecord order) => order.Status == OrderStatuses.Lost || Of(order.ClientOrderId) switch
    {
        { Kind: StuckKind.LastCancel or StuckKind.Refused } => true,
        { Asked: true, Kind: var kind } => kind is StuckKind.Place or StuckKind.Unexplained || order.PermId == 0,
        _ => false,
    };

    /// <summary>Whether this session's gateway has it for certain: it was named in it, or written to it and not asked about.</summary>
    public bool IsThere(OrderRecord order) =>
        !MayBeUnknown(order) && (named.Contains(order.ClientOrderId) || Of(order.ClientOrderId) is { Asked: false });

    /// <summary>Whether this session's gateway has echoed new terms of it: what is refused from then on may be the change alone.</summary>
    public bool WasChanged(string clientOrderId) => changed.Contains(clientOrderId);

    /// <summary>A message about it was written.</summary>
    public void Written(string clientOrderId, StuckKind kind, long steadyNs)
    {
        var again = cases.TryGetValue(clientOrderId, out var before) && before.Kind == kind && (kind == StuckKind.Change || before.Asked);
        cases[clientOrderId] = new StuckCase(kind, steadyNs, Asked: false, Again: again);
        leaving.Add(clientOrderId);
    }

    /// <summary>What was written last has left by now, and not when it was decided.</summary>
    public void Left(long steadyNs)
    {
        foreach (var name in leaving)
        {
            if (cases.TryGetValue(name, out var watched))
            {
                cases[name] = watched with { SinceNs = steadyNs };
            }
        }

        leaving.Clear();
    }

    /// <summary>The gateway named it: that answers a new order, but neither a change nor a cancel.</summary>
    public void Named(string clientOrderId)
    {
        named.Add(clientOrderId);
        Reached(clientOrderId);
    }

    /// <summary>The gateway had it once: that answers a new order, but does not say that it has it now.</summary>
    public void Reached(string clientOrderId)
    {
        if (cases.TryGetValue(clientOrderId, out var watched) && watched is { Kind: StuckKind.Place, Asked: false })
        {
            cases.Remove(clientOrderId);
        }
    }

    /// <summary>The gateway has echoed the new terms that it was written.</summary>
    public void Changed(string clientOrderId)
    {
        changed.Add(clientOrderId);
        Settled(clientOrderId);
    }

    /// <summary>It needs watching no more.</summary>
    public void Settled(string clientOrderId) => cases.Remove(clientOrderId);

    /// <summary>It ended: nobody asks for it again.</summary>
    public void Ended(string clientOrderId)
    {
        cases.Remove(clientOrderId);
        named.Remove(clientOrderId);
        changed.Remove(clientOrderId);
    }

    /// <summary>Lists must be asked about it, whatever it waits for. That it was written twice is not forgotten.</summary>
    public void Ask(string clientOrderId, StuckKind kind, long steadyNs) =>
        cases[clientOrderId] = new StuckCase(kind, steadyNs, Asked: true, Again: Of(clientOrderId)?.Again ?? false);

    /// <summary>It was refused, and may work all the same: lists must be asked, and its time runs until they have answered.</summary>
    public void Doubt(string clientOrderId, long steadyNs) => cases[clientOrderId] = new StuckCase(StuckKind.Refused, steadyNs);

    /// <summary>Those whose time is up now; each is answered once.</summary>
    public IReadOnlyList<string> Overdue(long steadyNs)
    {
        if (NextDueNs > steadyNs)
        {
            return [];
        }

        string[] due =
        [
            .. cases.Where(pair => !pair.Value.Asked && pair.Value.SinceNs + timeoutNs <= steadyNs).Select(pair => pair.Key).Order(StringComparer.Ordinal),
        ];
        foreach (var name in due)
        {
            cases[name] = cases[name] with { Asked = true };
        }

        return due;
    }

    /// <summary>The session ended: what was not asked about yet is settled by the comparison after the next connect.</summary>
    public void SessionEnded()
    {
        named.Clear();
        changed.Clear();
        foreach (var (name, watched) in cases.ToArray())
        {
            if (watched.Kind == StuckKind.Refused)
            {
                // The next session may begin with a list that is told too early: there it is looked for as any other.
                cases[name] = watched with { Kind = StuckKind.Unexplained, Asked = true };
            }
            else if (!watched.Asked || watched.Kind == StuckKind.LastCancel)
            {
                cases.Remove(name);
            }
        }
    }
}
