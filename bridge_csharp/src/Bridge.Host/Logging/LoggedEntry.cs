using Bridge.Core.Journal;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Logging;

/// <summary>
/// One line for each command, order and fill of a journal's entry. It never changes, so its words can wait for the thread that writes them:
/// finding them takes some 25 us a line, which no order should wait for.
/// </summary>
/// <param name="at">When it was logged.</param>
/// <param name="entry">The entry; its events, the largest part, are let go.</param>
internal sealed partial class LoggedEntry(DateTimeOffset at, JournalEntry entry) : ILogged
{
    private readonly CommandMark? command = entry.Command;
    private readonly IReadOnlyList<OrderRecord> orders = entry.Orders ?? [];
    private readonly IReadOnlyList<BookedFill> fills = entry.Fills ?? [];

    /// <inheritdoc/>
    public int Count => (command is null ? 0 : 1) + orders.Count + fills.Count;

    /// <inheritdoc/>
    public IEnumerable<byte[]> Lines()
    {
        var lines = new List<byte[]>(Count);
        Tell(new JsonLogger(lines.Add, () => at));
        return lines;
    }

    private void Tell(JsonLogger log)
    {
        if (command is not null)
        {
            Answered(log, command.Id, command.Outcome, command.Code, command.Epoch);
        }

        foreach (var order in orders)
        {
            Stands(log, order.ClientOrderId, order.Status, order.Filled, order.Terms.Quantity, order.OrderId, order.PermId, order.Code);
        }

        foreach (var fill in fills)
        {
            Filled(log, fill.ClientOrderId, fill.Side, fill.Quantity, fill.Symbol, fill.Price, fill.ExecId, fill.Origin, fill.Recovered);
        }
    }

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
}
