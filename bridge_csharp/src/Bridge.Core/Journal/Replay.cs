using Bridge.Contracts;
using Bridge.Core.Effects;

namespace Bridge.Core.Journal;

/// <summary>Events told again: unchanged but for <c>replay: true</c>.</summary>
public static class Replay
{
    /// <summary>One event, told again.</summary>
    public static Publish Of(EventRecord record) => new(
        Topics.OfEvent(record.Name),
        EventWriter.Replayed(record.Text.Span),
        Qos: 1,
        Retain: false,
        ExpirySeconds: null,
        record.Jseq);

    /// <summary>What a <see cref="ReplayFromJournal"/> asks for, in order.</summary>
    public static IEnumerable<Publish> From(IEnumerable<JournalEntry> entries, ReplayFromJournal wanted) =>
        from entry in entries
        from record in entry.Events ?? []
        where record.Jseq > wanted.AfterJseq && record.Jseq <= wanted.UpToJseq
        select Of(record);
}
