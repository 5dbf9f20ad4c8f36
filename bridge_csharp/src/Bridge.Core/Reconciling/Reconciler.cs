using Bridge.Contracts.Words;
using Bridge.Core.Fills;
using Bridge.Core.Gateway;
using Bridge.Core.Journal;
using Bridge.Core.Orders;
using Bridge.Core.Outbound;
using Bridge.Core.Publishing;

namespace Bridge.Core.Reconciling;

/// <summary>
/// Asks the lists one after the other and waits 5 s for each. What is not answered stays unknown, and the whole is asked again. Comparing
/// is somebody else's work.
/// </summary>
internal sealed class Reconciler(OutboundQueue queue, RequestIds requestIds, EventOutbox outbox, long everyNs)
{
    private const long PartTimeoutNs = 5 * Moments.Second;
    private const int MostRereads = 5;
    private readonly Queue<(string Cause, string? CommandId)> wanted = new();
    private ReconcileRun? run;
    private Question? question;
    private int executionsRequest = -1;
    private long dueNs = Moments.Never;
    private (string Cause, string? CommandId) due = (Causes.Timer, null);

    // Lists without a request id: an answer to an earlier question may still arrive, so what was told since the first unanswered one counts.
    private OpenOrderList open = new();
    private long? openSinceNs;
    private Dictionary<long, CompletedOrder> completed = [];
    private Dictionary<(string, Contract), PositionReport> positions = [];
    private HashSet<string> toldExecutions = [];

    // Lists of which something could not be read: what is not in them may be there all the same.
    private readonly HashSet<Part> unread = [];
    private bool able;
    private bool leaving;

    /// <summary>Called when all parts were asked, answered or not.</summary>
    public Action<Turn, ReconcileRun> Finished { get; set; } = (_, _) => { };

    /// <summary>When something is due.</summary>
    public long NextDueNs => !able ? Moments.Never : run is null ? dueNs : run.AskedNs + PartTimeoutNs ?? Moments.Never;

    /// <summary>Whether positions are being read: a report is then part of the list, not news.</summary>
    public bool ReadsPositions => run is { Part: Part.Positions, AskedNs: not null };

    /// <summary>Compare now, or after the comparison under way. What it would find anyway is not asked twice.</summary>
    public void Request(Turn turn, string cause, string? commandId = null)
    {
        if (commandId is not null || wanted.All(other => other.Cause != cause))
        {
            wanted.Enqueue((cause, commandId));
        }

        Begin(turn);
    }

    /// <summary>The gateway can be asked from now on.</summary>
    public void Resume(Turn turn, string cause)
    {
        able = true;
        Request(turn, cause);
    }

    /// <summary>It cannot: the comparison under way is void, what was requested waits.</summary>
    public void Suspend()
    {
        able = false;
        if (run?.CommandId is { } commandId)
        {
            wanted.Enqueue((run.Cause, commandId));
        }

        if (question is not null)
        {
            queue.Remove(question);
        }

        run = null;
        dueNs = Moments.Never;
        open = new OpenOrderList();
        openSinceNs = null;
        completed = [];
        positions = [];
        unread.Clear();
    }

    /// <summary>A comparison is due after so many ns at the latest; one that is under way tells when the next is.</summary>
    public void Again(Turn turn, long afterNs) => dueNs = Math.Min(dueNs, turn.SteadyNs + afterNs);

    /// <summary>A message was written: the time of its part begins.</summary>
    public void OnWritten(GatewayRequest request, long steadyNs)
    {
        if (run is { AskedNs: null } && (request is RequestOpenOrders or RequestCompletedOrders or RequestPositions
            || (request is RequestExecutions executions && executions.RequestId == executionsRequest)))
        {
            run.AskedNs = steadyNs;
            leaving = true;
            run.FillSinceAsked = false;
            if (run.Part == Part.OpenOrders)
            {
                // What was told while the question waited to be written is older than its answer.
                open = openSinceNs is null ? new OpenOrderList() : open;
                run.OpenSinceNs = openSinceNs ??= steadyNs;
            }
        }
    }

    /// <summary>By now it has left, and not when it was decided.</summary>
    public void Left(long steadyNs)
    {
        if (leaving && run is { AskedNs: not null })
        {
            run.AskedNs = steadyNs;
        }

        leaving = false;
    }

    /// <summary>A message of a list could not be read: its list counts as unknown. An execution that was no answer may be told once more.</summary>
    public void OnUnread(Turn turn, Part part)
    {
        var listed = part switch
        {
            Part.OpenOrders => run?.Part == part || openSinceNs is not null,
            Part.CompletedOrders => run is { CompletedOrders: null },
            _ => run?.Part == part,
        };
        if (listed)
        {
            unread.Add(part);
        }
        else if (part == Part.Executions)
        {
            Request(turn, Causes.Timer);
        }
    }

    public void On(OpenOrder said)
    {
        if (run is not null)
        {
            open.Add(said);
        }
    }

    public void On(OrderStatus said)
    {
        if (run is not null)
        {
            open.Add(said);
        }
    }

    public void On(CompletedOrder said) => completed[said.PermId] = said;

    public void On(PositionReport said)
    {
        if (run is not null)
        {
            positions[(said.Account, said.Contract)] = said;
        }
    }

    /// <summary>An execution was told; answers whether it was in answer to our question.</summary>
    public bool On(ExecutionDetails said)
    {
        var told = run is { Part: Part.Executions } && said.RequestId == executionsRequest;
        if (told)
        {
            toldExecutions.Add(ExecId.Of(said.ExecId).Key);
        }

        return told;
    }

    /// <summary>An execution was booked. Told: in answer to our question.</summary>
    public void OnBooked(BookedFill fill, bool told)
    {
        if (run is not null && told)
        {
            run.Recovered.Add(fill);
        }
        else if (run is not null)
        {
            run.FillSinceAsked = true;
        }
    }

    /// <summary>An end of a list.</summary>
    public void OnEnd(Turn turn, Part part, int requestId = -1)
    {
        if (run is null || run.Part != part || run.AskedNs is null || (part == Part.Executions && requestId != executionsRequest))
        {
            return;
        }

        var known = !unread.Remove(part);
        switch (part)
        {
            case Part.OpenOrders:
                run.OpenOrders = known ? open : null;
                openSinceNs = null;
                break;
            case Part.Executions:
                run.Executions = known ? toldExecutions : null;
                toldExecutions = [];
                break;
            case Part.CompletedOrders:
                run.CompletedOrders = known ? [.. completed.Values] : null;
                completed = [];
                break;
            case Part.Positions when run.FillSinceAsked && run.Rereads < MostRereads:
                run.Rereads++;
                positions = [];
                Ask(run.Part);
                return;
            default:
                // Executions that kept coming may be in this list or not: it is as good as unanswered.
                run.Positions = known && !run.FillSinceAsked ? [.. positions.Values] : null;
                positions = [];
                break;
        }

        Next(turn);
    }

    /// <summary>Do what is due.</summary>
    public void OnTime(Turn turn)
    {
        if (!able || NextDueNs > turn.SteadyNs)
        {
            return;
        }

        if (run is not null)
        {
            Next(turn);
            return;
        }

        dueNs = Moments.Never;
        wanted.Enqueue(due);
        Begin(turn);
    }

    private void Begin(Turn turn)
    {
        if (!able || run is not null || !wanted.TryDequeue(out var next))
        {
            return;
        }

        toldExecutions = [];
        run = new ReconcileRun { Cause = next.Cause, CommandId = next.CommandId, StartedNs = turn.NowNs, BegunNs = turn.SteadyNs, JseqBefore = outbox.LastJseq };
        Ask(run.Part);
    }

    private void Next(Turn turn)
    {
        if (run is not { } current)
        {
            return;
        }

        if (current.Part != Part.Positions)
        {
            current.Part++;
            Ask(current.Part);
            return;
        }

        run = null;
        dueNs = current.Complete ? turn.SteadyNs + everyNs : Math.Max(turn.SteadyNs, current.BegunNs + PartTimeoutNs);
        due = current.Complete ? (Causes.Timer, null) : (current.Cause, current.CommandId);
        Finished(turn, current);
        Begin(turn);
    }

    private void Ask(Part part)
    {
        run!.AskedNs = null;
        GatewayRequest request = part switch
        {
            Part.OpenOrders => new RequestOpenOrders(AllClients: true),
            Part.Executions => new RequestExecutions(executionsRequest = requestIds.Take(), ClientId: 0),
            Part.CompletedOrders => new RequestCompletedOrders(ApiOnly: false),
            _ => new RequestPositions(),
        };
        question = new Question(Lane.Query, request);
        queue.Add(question);
    }
}
