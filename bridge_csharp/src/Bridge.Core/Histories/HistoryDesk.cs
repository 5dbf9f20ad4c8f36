using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Events;
using Bridge.Contracts.Words;
using Bridge.Core.Commands;
using Bridge.Core.Gateway;
using Bridge.Core.Link;
using Bridge.Core.Orders;
using Bridge.Core.Outbound;
using Bridge.Core.Publishing;

namespace Bridge.Core.Histories;

/// <summary>
/// Finished bars of the past: requests are cut into questions, a few at a time and not too fast, and answered in pages, the oldest first.
/// A request ends with a complete page or with one that says why there is no more.
/// </summary>
internal sealed class HistoryDesk(OutboundQueue queue, RequestIds ids, EventOutbox outbox, GatewaySession session, GatewayClock clock, Counters counters)
{
    private const int MostAtOnce = 4;
    private const long PatienceNs = 60 * Moments.Second;
    private const long AfterComplaintNs = 15 * Moments.Second;
    private readonly List<HistoryJob> jobs = [];
    private readonly HistoryPace pace = new();

    /// <summary>When something is due.</summary>
    public long NextDueNs => jobs.Count == 0 ? Moments.Never : jobs.Take(MostAtOnce)
        .Select(job => job.AskedNs + PatienceNs ?? (job.Chunk is { } chunk ? Math.Max(job.NotBeforeNs, pace.FreeAtNs(job, chunk)) : Moments.Never))
        .Min();

    public Answer Request(HistoryRequest wanted) =>
        session.Stage != SessionStage.Ready ? Answer.Rejected(Codes.GatewayDown, "there is no gateway to ask")
        : !session.LinkUp ? Answer.Rejected(Codes.LinkDown, "the gateway has no link to the broker")
        : Answer.Accepted(turn =>
        {
            jobs.Add(new HistoryJob { Wanted = wanted, FromNs = wanted.StartTsNs });
            Advance(turn);
        });

    /// <summary>Bars of a question.</summary>
    public void On(Turn turn, HistoricalData said)
    {
        if (Of(said.RequestId) is not { } job)
        {
            return;
        }

        foreach (var bar in said.Bars)
        {
            Take(turn, job, bar);
        }

        if (said.Complete)
        {
            ChunkDone(turn, job);
        }
    }

    /// <summary>An error about a question; answers whether it was one of ours.</summary>
    public bool OnError(Turn turn, GatewayError said)
    {
        if (Of(said.RequestId) is not { } job)
        {
            return false;
        }

        var effect = ErrorTable.OfRequest(said.Code).Effect;
        var paced = effect is ErrorEffect.Pacing or ErrorEffect.DataTaken || said.Text.Contains("pacing", StringComparison.OrdinalIgnoreCase);
        if (paced)
        {
            job.AskedNs = null;
            job.NotBeforeNs = turn.SteadyNs + AfterComplaintNs;
        }
        else if (effect == ErrorEffect.HistoryProblem && said.Text.Contains("no data", StringComparison.OrdinalIgnoreCase))
        {
            ChunkDone(turn, job);
        }
        else if (effect is not (ErrorEffect.Info or ErrorEffect.Delayed))
        {
            End(turn, job, Codes.Unsupported, $"{said.Code}: {said.Text.ReplaceLineEndings(" ")}");
        }

        return true;
    }

    /// <summary>Ask what may be asked now, and give up what is not answered.</summary>
    public void OnTime(Turn turn)
    {
        if (NextDueNs > turn.SteadyNs)
        {
            return;
        }

        foreach (var late in jobs.Where(job => job.AskedNs + PatienceNs <= turn.SteadyNs).ToArray())
        {
            queue.Add(new Question(Lane.Data, new CancelHistory(late.RequestId)));
            End(turn, late, Codes.Frozen, "the gateway did not answer within 60 s");
        }

        Advance(turn);
    }

    /// <summary>The session ended: nobody answers any more.</summary>
    public void Suspend(Turn turn)
    {
        foreach (var job in jobs.ToArray())
        {
            End(turn, job, Codes.GatewayDown, "the gateway went away");
        }
    }

    private HistoryJob? Of(int requestId) => jobs.Find(job => job.AskedNs is not null && job.RequestId == requestId);

    private void Advance(Turn turn)
    {
        foreach (var job in jobs.Take(MostAtOnce).ToArray().Where(job => job.AskedNs is null))
        {
            job.Chunk ??= HistorySplit.Next(job.Wanted.Interval, job.FromNs, job.Wanted.EndTsNs, turn.NowNs);
            if (job.Chunk is not { } chunk)
            {
                End(turn, job, code: null, reason: null);
            }
            else if (job.NotBeforeNs <= turn.SteadyNs && pace.FreeAtNs(job, chunk) <= turn.SteadyNs)
            {
                Ask(turn, job, chunk);
            }
        }
    }

    private void Ask(Turn turn, HistoryJob job, HistoryChunk chunk)
    {
        pace.Asked(job, chunk, turn.SteadyNs);
        job.RequestId = ids.Take();
        job.AskedNs = turn.SteadyNs;
        queue.Add(new Question(Lane.Data, new RequestHistory(
            job.RequestId,
            job.Contract,
            chunk.EndText,
            HistorySplit.BarSize(job.Wanted.Interval),
            chunk.Duration,
            job.Wanted.Rth,
            "TRADES")));
    }

    private void Take(Turn turn, HistoryJob job, HistoricalBar said)
    {
        if (HistoryRows.Of(job.Wanted.SecType, said) is not { } bar)
        {
            counters.BarsBad++;
            return;
        }

        if (bar.StartTsNs < job.Chunk!.StartNs || bar.StartTsNs >= job.Chunk.EndNs || bar.StartTsNs <= job.LastStartNs
            || !HistoryRows.Finished(job.Wanted, bar.StartTsNs, clock.Ns(turn)))
        {
            return;
        }

        job.LastStartNs = bar.StartTsNs;
        job.Bars.Add(bar);
        if (job.Bars.Count > Limits.HistoryPageBars)
        {
            Publish(turn, job, job.Bars.Take(Limits.HistoryPageBars), complete: false, code: null, reason: null);
            job.Bars.RemoveRange(0, Limits.HistoryPageBars);
        }
    }

    private void ChunkDone(Turn turn, HistoryJob job)
    {
        job.FromNs = job.Chunk!.EndNs;
        job.Chunk = null;
        job.AskedNs = null;
        Advance(turn);
    }

    private void End(Turn turn, HistoryJob job, string? code, string? reason)
    {
        jobs.Remove(job);
        Publish(turn, job, job.Bars, complete: code is null, code, reason);
        if (session.Stage == SessionStage.Ready)
        {
            Advance(turn);
        }
    }

    private void Publish(Turn turn, HistoryJob job, IEnumerable<HistoryBar> bars, bool complete, string? code, string? reason)
    {
        var stamp = outbox.Next(turn);
        EventOutbox.Publish(turn, new History
        {
            Id = stamp.Id,
            TsNs = stamp.TsNs,
            Run = stamp.Run,
            Seq = stamp.Seq,
            RequestId = job.Wanted.Id,
            Symbol = job.Wanted.Symbol,
            Interval = job.Wanted.Interval,
            Page = ++job.Pages,
            Bars = [.. bars],
            Complete = complete,
            Code = code,
            Reason = reason,
        });
    }
}
