using Bridge.Contracts;
using Bridge.Contracts.Events;
using Bridge.Core.Effects;
using Bridge.Core.Journal;

namespace Bridge.Core.Publishing;

/// <summary>
/// Numbers events and hands them out. Journaled ones stay until the MQTT broker has them: the journal is the outbox, and what is kept here
/// (the latest of them) only saves reading it.
/// </summary>
internal sealed class EventOutbox
{
    private readonly string run;
    private readonly RecentEvents recent;
    private readonly HashSet<long> deliveredEarly = [];
    private readonly Queue<JseqGap> gaps;
    private long seq;
    private long deliveredUpTo;
    private long notedUpTo;

    public EventOutbox(string run, JournalImage image)
    {
        this.run = run;
        recent = image.Events;
        LastJseq = image.LastJseq;
        deliveredUpTo = notedUpTo = image.DeliveredJseq;

        // What the journal does not hold can be published no more: waiting for it would hold back all that follows.
        gaps = new Queue<JseqGap>(image.Gaps);
        Advance();
    }

    /// <summary>The number of the last journaled event; 0: none yet.</summary>
    public long LastJseq { get; private set; }

    /// <summary>The stamp of the next event that is only published.</summary>
    public Stamp Next(Turn turn) => new($"{run}-{++seq}", turn.NowNs, run, seq, 0);

    /// <summary>The stamp of the next event that is journaled too.</summary>
    public Stamp NextJournaled(Turn turn) => Next(turn) with { Jseq = ++LastJseq };

    /// <summary>Publish without a trace. ExpirySeconds: dropped by the broker when older.</summary>
    public static void Publish(Turn turn, BridgeEvent told, int qos = 1, int? expirySeconds = null) =>
        turn.Tell(new Publish(Topics.OfEvent(told.Name), EventWriter.Write(told), qos, Retain: false, expirySeconds));

    /// <summary>Journal, then publish.</summary>
    public void Put(Turn turn, JournaledEvent told)
    {
        var record = new EventRecord(told.Jseq, told.Name, EventWriter.Write(told));
        turn.Remember(record);
        turn.Tell(Original(record));
        recent.Add(record);
    }

    /// <summary>The broker has this one.</summary>
    public void Delivered(long jseq)
    {
        if (jseq > deliveredUpTo)
        {
            deliveredEarly.Add(jseq);
        }

        Advance();
    }

    /// <summary>How far delivery has come, if the journal does not know it yet.</summary>
    public long? DeliveryToNote()
    {
        if (deliveredUpTo == notedUpTo)
        {
            return null;
        }

        notedUpTo = deliveredUpTo;
        return notedUpTo;
    }

    /// <summary>Publish again what the broker may not have.</summary>
    public void PublishUndelivered(Turn turn)
    {
        FromJournal(turn, deliveredUpTo);
        foreach (var record in recent.After(deliveredUpTo).Where(record => !deliveredEarly.Contains(record.Jseq)))
        {
            turn.Tell(Original(record));
        }
    }

    /// <summary>Tell every journaled event after this number again; answers the last number told.</summary>
    public long Replay(Turn turn, long afterJseq)
    {
        FromJournal(turn, afterJseq);
        foreach (var record in recent.After(afterJseq))
        {
            turn.Tell(Journal.Replay.Of(record));
        }

        return LastJseq;
    }

    private static Publish Original(EventRecord record) =>
        new(Topics.OfEvent(record.Name), record.Text, Qos: 1, Retain: false, ExpirySeconds: null, record.Jseq);

    private void Advance()
    {
        while (true)
        {
            if (gaps.TryPeek(out var gap) && gap.First <= deliveredUpTo + 1)
            {
                deliveredUpTo = gaps.Dequeue().Last;
            }
            else if (deliveredEarly.Remove(deliveredUpTo + 1))
            {
                deliveredUpTo++;
            }
            else
            {
                return;
            }
        }
    }

    private void FromJournal(Turn turn, long afterJseq)
    {
        if (!recent.ReachBackTo(afterJseq, LastJseq))
        {
            turn.Tell(new ReplayFromJournal(afterJseq, recent.FirstJseq(LastJseq) - 1));
        }
    }
}
