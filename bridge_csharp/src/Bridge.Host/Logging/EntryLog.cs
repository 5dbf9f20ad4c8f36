using Bridge.Core.Journal;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Logging;

/// <summary>
/// What an input changed, as log lines: taken from the journal's entry, so that the log tells what is remembered and not what was meant.
/// The correlation id is the client order id, or the command's id where there is no order.
/// </summary>
internal sealed partial class EntryLog(ILogger<EntryLog> log)
{
    /// <summary>One line for each command, order and fill of the entry.</summary>
    public void Tell(JournalEntry entry)
    {
        if (entry.Command is { } command)
        {
            Answered(log, command.Id, command.Outcome, command.Code, command.Epoch);
        }

        foreach (var order in entry.Orders ?? [])
        {
            Stands(log, order.ClientOrderId, order.Status, order.Filled, order.Terms.Quantity, order.OrderId, order.PermId, order.Code);
        }

        foreach (var fill in entry.Fills ?? [])
        {
            Filled(log, fill.ClientOrderId, fill.Side, fill.Quantity, fill.Symbol, fill.Price, fill.ExecId, fill.Origin, fill.Recovered);
        }
    }

    /// <summary>A notice, in the words it is published with.</summary>
    public void Notice(string json) => Noticed(log, json);

    [LoggerMessage(
        EventId = 30,
        EventName = "command_answered",
        Level = LogLevel.Information,
        Message = "{CorrelationId}: {Outcome} {Code} (epoch {Epoch})")]
    private static partial void Answered(ILogger log, string correlationId, string outcome, string? code, long epoch);

    [LoggerMessage(
        EventId = 31,
        EventName = "order",
        Level = LogLevel.Information,
        Message = "{CorrelationId} is {Status}, {Filled} of {Quantity} filled (order {OrderId}, perm {PermId}) {Code}")]
    private static partial void Stands(
        ILogger log, string correlationId, string status, long filled, long quantity, int orderId, long permId, string? code);

    [LoggerMessage(
        EventId = 32,
        EventName = "fill",
        Level = LogLevel.Information,
        Message = "{CorrelationId}: {Side} {Quantity} {Symbol} at {Price} ({ExecId}, {Origin}, recovered {Recovered})")]
    private static partial void Filled(
        ILogger log,
        string? correlationId,
        string side,
        long quantity,
        string symbol,
        decimal price,
        string execId,
        string origin,
        bool recovered);

    [LoggerMessage(EventId = 33, EventName = "notice", Level = LogLevel.Warning, Message = "{Notice}")]
    private static partial void Noticed(ILogger log, string notice);
}
