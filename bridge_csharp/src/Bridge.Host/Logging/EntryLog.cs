using Bridge.Core.Journal;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Logging;

/// <summary>
/// What an input changed, as log lines: taken from the journal's entry, so that the log tells what is remembered and not what was meant.
/// The correlation id is the client order id, or the command's id where there is no order.
/// </summary>
internal sealed partial class EntryLog(LogOutbox outbox, TimeProvider time, ILogger<EntryLog> log)
{
    /// <summary>One line for each command, order and fill of the entry; most entries of comparisons and deliveries have none.</summary>
    public void Tell(JournalEntry entry)
    {
        var logged = new LoggedEntry(time.GetUtcNow(), entry);
        if (logged.Count > 0)
        {
            outbox.Put(logged);
        }
    }

    /// <summary>A notice, in the words it is published with.</summary>
    public void Notice(string json) => Noticed(log, json);

    [LoggerMessage(EventId = 33, EventName = "notice", Level = LogLevel.Warning, Message = "{Notice}")]
    private static partial void Noticed(ILogger log, string notice);
}
