using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Events;
using Bridge.Contracts.Words;
using Bridge.Core.Inputs;
using Bridge.Core.Journal;
using Bridge.Core.Publishing;

namespace Bridge.Core.Commands;

/// <summary>
/// Takes commands in, in the contract's order of checks: size and syntax, known id, epoch, expiry, fields; the rest is the command's own.
/// Every answer to a readable command is remembered with its id, so that a repeat never does anything a second time.
/// </summary>
internal sealed class CommandDesk(CommandLog log, EventOutbox outbox, Notices notices, Counters counters)
{
    private const long ClockAheadNs = 5 * Moments.Second;

    // Ids of commands that are answered later, and what they ask for.
    private readonly Dictionary<string, string> unanswered = new(StringComparer.Ordinal);

    /// <summary>The command's own checks and work; null: it is answered later, by <see cref="Settle"/>.</summary>
    public Func<Turn, Command, Answer?> CarryOut { get; set; } = (_, _) => null;

    /// <summary>Tell again how the order of a repeated command stands.</summary>
    public Action<Turn, Command> TellAgain { get; set; } = (_, _) => { };

    /// <summary>Take one in.</summary>
    public void On(Turn turn, CommandReceived received)
    {
        counters.Commands++;
        var reading = CommandReader.Read(received.Name, received.Payload);
        if (received.Retained)
        {
            RefuseUnread(turn, new Refusal(Codes.Retained, "a retained command is old by nature", reading.Command?.Id ?? reading.Refusal?.CommandId));
        }
        else if (!reading.Readable)
        {
            RefuseUnread(turn, reading.Refusal);
        }
        else
        {
            On(turn, reading.Command, reading.Refusal);
        }
    }

    /// <summary>Answer a command, remember the answer, and do what it promises.</summary>
    public void Settle(Turn turn, Command command, Answer answer)
    {
        unanswered.Remove(command.Id);
        counters.Rejected += answer.Outcome == Outcomes.Rejected ? 1 : 0;
        var epoch = answer.Outcome == Outcomes.Accepted ? log.Raised(command.Epoch) : log.Epoch;
        log.Add(turn, new CommandMark(command.Id, CommandWriter.Fingerprint(command), answer.Outcome, answer.Code, turn.NowNs, epoch));
        Acknowledge(turn, command.Id, answer, first: null);
        answer.Then(turn);
    }

    private void On(Turn turn, Command command, Refusal? fields)
    {
        if (log.Find(command.Id) is { } known)
        {
            Repeated(turn, command, known);
            return;
        }

        if (unanswered.TryGetValue(command.Id, out var digest))
        {
            if (digest != CommandWriter.Fingerprint(command))
            {
                RefuseReused(turn, command);
            }

            return;
        }

        var refused = Untimely(command, turn.NowNs) ?? fields;
        var answer = refused is null ? CarryOut(turn, command) : Answer.Rejected(refused.Code, refused.Reason);
        if (answer is not null)
        {
            Settle(turn, command, answer);
        }
        else
        {
            unanswered[command.Id] = CommandWriter.Fingerprint(command);
        }
    }

    private Refusal? Untimely(Command command, long nowNs) =>
        command.Epoch < log.Epoch
            ? new Refusal(Codes.StaleEpoch, $"epoch {command.Epoch} has been replaced by {log.Epoch}")
        : command.ExpiresTsNs <= nowNs
            ? new Refusal(Codes.Expired, "it came after its expires_ts_ns")
        : command.TsNs - nowNs > ClockAheadNs
            ? new Refusal(Codes.Clock, "its ts_ns is more than 5 s ahead of this machine's clock")
        : null;

    private void Repeated(Turn turn, Command command, CommandMark known)
    {
        if (known.Digest != CommandWriter.Fingerprint(command))
        {
            RefuseReused(turn, command);
            return;
        }

        counters.Duplicates++;
        Acknowledge(turn, command.Id, new Answer(Outcomes.Duplicate), new FirstAnswer { Outcome = known.Outcome, Code = known.Code });
        TellAgain(turn, command);
    }

    private void RefuseReused(Turn turn, Command command)
    {
        counters.Rejected++;
        Acknowledge(turn, command.Id, Answer.Rejected(Codes.IdReused, "the id is known with another name or body"), first: null);
    }

    private void RefuseUnread(Turn turn, Refusal refusal)
    {
        if (refusal.Code == Codes.Malformed)
        {
            counters.Malformed++;
        }

        counters.Rejected++;
        if (refusal.CommandId is { } id)
        {
            Acknowledge(turn, id, Answer.Rejected(refusal.Code, refusal.Reason), first: null);
        }
        else
        {
            notices.Say(turn, refusal.Code, refusal.Reason, Meanings.Warning);
        }
    }

    private void Acknowledge(Turn turn, string id, Answer answer, FirstAnswer? first)
    {
        var stamp = outbox.NextJournaled(turn);
        outbox.Put(turn, new Ack
        {
            Id = stamp.Id,
            TsNs = stamp.TsNs,
            Run = stamp.Run,
            Seq = stamp.Seq,
            Jseq = stamp.Jseq,
            CommandId = id,
            Outcome = answer.Outcome,
            First = first,
            Code = answer.Code,
            Reason = answer.Reason,
            Count = answer.Count,
            RoundTripMs = answer.RoundTripMs,
        });
    }
}
