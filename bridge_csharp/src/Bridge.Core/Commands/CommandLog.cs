using Bridge.Core.Journal;

namespace Bridge.Core.Commands;

/// <summary>Commands that were answered, for 7 days, and the epoch they raised.</summary>
internal sealed class CommandLog
{
    private const long KeptNs = 7 * Moments.Day;

    // A command claims at most this much: a wrong epoch must not use up all that are left.
    private const long LargestRaise = 1000;
    private readonly Dictionary<string, CommandMark> byId = new(StringComparer.Ordinal);
    private readonly Queue<CommandMark> oldestFirst = new();

    public CommandLog(JournalImage image)
    {
        Epoch = image.Epoch;
        foreach (var mark in image.Commands.Values.OrderBy(mark => mark.TsNs))
        {
            Put(mark);
        }
    }

    /// <summary>The highest epoch claimed; 0: none yet.</summary>
    public long Epoch { get; private set; }

    /// <summary>How this id was answered; null: it is new.</summary>
    public CommandMark? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The epoch after an accepted command of this one.</summary>
    public long Raised(long epoch) => Math.Max(Epoch, Math.Min(epoch, Epoch + LargestRaise));

    /// <summary>Remember an answer.</summary>
    public void Add(Turn turn, CommandMark mark)
    {
        while (oldestFirst.TryPeek(out var oldest) && turn.NowNs - oldest.TsNs > KeptNs)
        {
            oldestFirst.Dequeue();
            byId.Remove(oldest.Id);
        }

        Epoch = mark.Epoch;
        turn.Remember(mark);
        turn.FlushFirst = true;
        Put(mark);
    }

    private void Put(CommandMark mark)
    {
        byId[mark.Id] = mark;
        oldestFirst.Enqueue(mark);
    }
}
