using Bridge.Contracts.Events;
using Bridge.Contracts.Words;

namespace Bridge.Core.Publishing;

/// <summary>
/// Notices, at most one a second of a kind (code, gateway's number, symbol, order, action): the first at once, then one that says how
/// often it was repeated. A gateway in trouble says the same thing hundreds of times.
/// </summary>
internal sealed class Notices(EventOutbox outbox)
{
    private const long QuietNs = Moments.Second;
    private readonly Dictionary<string, Waiting> waiting = new(StringComparer.Ordinal);

    /// <summary>When the next repeated notice is due.</summary>
    public long NextDueNs
    {
        get
        {
            var next = Moments.Never;
            foreach (var kind in waiting.Values)
            {
                next = Math.Min(next, kind.DueNs);
            }

            return next;
        }
    }

    /// <summary>Say something.</summary>
    public void Say(
        Turn turn,
        string code,
        string text,
        string meaning,
        string action = NoticeActions.None,
        int? twsCode = null,
        string? clientOrderId = null,
        string? symbol = null,
        string? commandId = null)
    {
        var notice = new Notice
        {
            Id = string.Empty,
            TsNs = 0,
            Run = string.Empty,
            Seq = 0,
            Code = code,
            TwsCode = twsCode,
            Text = text,
            Meaning = meaning,
            Action = action,
            ClientOrderId = clientOrderId,
            Symbol = symbol,
            CommandId = commandId,
        };
        var kind = string.Join('|', code, twsCode, symbol, clientOrderId, commandId, action);
        if (waiting.TryGetValue(kind, out var before))
        {
            waiting[kind] = before with { Last = notice, Repeated = before.Repeated + 1 };
            return;
        }

        waiting[kind] = new Waiting(notice, 0, turn.SteadyNs + QuietNs);
        Publish(turn, notice);
    }

    /// <summary>Say what was repeated, and forget kinds that fell silent.</summary>
    public void OnTime(Turn turn)
    {
        if (NextDueNs > turn.SteadyNs)
        {
            return;
        }

        foreach (var (kind, due) in waiting.Where(pair => pair.Value.DueNs <= turn.SteadyNs).ToArray())
        {
            if (due.Repeated == 0)
            {
                waiting.Remove(kind);
                continue;
            }

            Publish(turn, due.Last with { Repeated = due.Repeated });
            waiting[kind] = due with { Repeated = 0, DueNs = turn.SteadyNs + QuietNs };
        }
    }

    private void Publish(Turn turn, Notice notice)
    {
        var stamp = outbox.Next(turn);
        EventOutbox.Publish(turn, notice with { Id = stamp.Id, TsNs = stamp.TsNs, Run = stamp.Run, Seq = stamp.Seq });
    }

    private sealed record Waiting(Notice Last, long Repeated, long DueNs);
}
