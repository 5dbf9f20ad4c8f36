using System.Text;
using Bridge.Contracts;
using Bridge.Contracts.Words;
using Bridge.Core.Journal;

namespace Bridge.Host.Tests;

/// <summary>A bridge's life as its journal sees it, from a seed: weeks of it, then the present. Everything it gave out is kept.</summary>
internal sealed class JournalLife(int seed, long nowNs)
{
    private const long Second = 1_000_000_000;
    private const long Week = 7L * 24 * 3600 * Second;
    private static readonly string[] Names = [EventNames.Ack, EventNames.OrderStatus, EventNames.Reconciliation, EventNames.Fill];
    private readonly Random random = new(seed);
    private readonly List<JournalEntry> entries = [];
    private long jseq;
    private long delivered;

    /// <summary>All so far.</summary>
    public IReadOnlyList<JournalEntry> Entries => entries;

    /// <summary>When the next happens; weeks ago at first.</summary>
    public long AtNs { get; set; } = nowNs - (5 * Week);

    /// <summary>What all so far adds up to, as far as it can still be asked for.</summary>
    public string Memory => Of(entries);

    /// <summary>What entries add up to: orders, executions, commissions, live ids, numbers and gaps, and every event nobody has read yet.</summary>
    public string Of(IEnumerable<JournalEntry> told)
    {
        var all = told.ToList();
        var image = JournalImage.Of(all);
        var unread = all.SelectMany(entry => entry.Events ?? []).Where(record => record.Jseq > image.DeliveredJseq);
        string[] lines =
        [
            .. image.Orders.Values.Select(order => $"{order}").Order(StringComparer.Ordinal),
            .. image.Fills.Values.Select(fill => $"{fill}").Order(StringComparer.Ordinal),
            .. image.Commissions.Values.Select(cost => $"{cost}").Order(StringComparer.Ordinal),
            .. image.Commands.Values.Where(mark => nowNs - mark.TsNs <= Week).Select(mark => $"{mark}").Order(StringComparer.Ordinal),
            .. image.Overtakings.Where(early => early.UntilNs >= nowNs).Select(early => $"{early}"),
            $"epoch {image.Epoch}, jseq {image.LastJseq}, delivered {image.DeliveredJseq}",
            .. image.Gaps.Select(gap => $"gap {Math.Max(gap.First, image.DeliveredJseq + 1)} to {gap.Last}"),
            .. unread.Select(record => $"{record.Jseq} {record.Name} {Encoding.UTF8.GetString(record.Text.Span)}"),
        ];
        return string.Join('\n', lines);
    }

    /// <summary>The next entry.</summary>
    public JournalEntry Next()
    {
        AtNs += random.NextInt64(60) * Second;
        var number = entries.Count;
        var entry = random.Next(6) switch
        {
            0 => new JournalEntry { TsNs = AtNs, Command = new($"c-{number}", "d", Outcomes.Accepted, null, AtNs, random.Next(1, 90)), Events = Events(Names[0]) },
            1 => new JournalEntry { TsNs = AtNs, Orders = [Order(), Order()], Events = Events(Names[1]) },
            2 => new JournalEntry { TsNs = AtNs, Fills = [Fill(number)], Commissions = [new($"{number}.1", 1.25m, "USD", null, Held: false)], Events = Events(Names[3]) },
            3 => new JournalEntry { TsNs = AtNs, Overtaking = new($"o-{number}", null, null, null, AtNs, AtNs + Week) },
            4 when jseq > delivered => new JournalEntry { TsNs = AtNs, DeliveredJseq = delivered = random.NextInt64(delivered + 1, jseq + 1) },
            _ => new JournalEntry { TsNs = AtNs, Events = Events(Names[2]) },
        };
        entries.Add(entry);
        return entry;
    }

    private List<EventRecord> Events(string name)
    {
        // Now and then a number that an older compaction dropped.
        jseq += random.Next(20) == 0 ? 3 : 1;
        return [new EventRecord(jseq, name, Encoding.UTF8.GetBytes($"{{\"n\":{jseq},\"t\":\"{new string('x', random.Next(2000))}\"}}"))];
    }

    private OrderRecord Order() => new()
    {
        ClientOrderId = $"o-{random.Next(40)}",
        OrderId = random.Next(40),
        Account = "DU1",
        Symbol = "AAPL",
        SecType = SecTypes.Stock,
        Exchange = "SMART",
        Currency = "USD",
        Side = Sides.Buy,
        OrderType = OrderTypes.Limit,
        Terms = new OrderTerms(random.Next(1, 500), 1.5m, null, Tifs.Day),
        OutsideRth = false,
        Purpose = Purposes.Entry,
        Role = Roles.Entry,
        ExpiresNs = AtNs,
        Status = OrderStatuses.Accepted,
        Version = random.Next(1, 4),
    };

    private BookedFill Fill(int number) => new()
    {
        ExecKey = $"x-{random.Next(60)}",
        Revision = number,
        ExecId = $"{number}.1",
        PermId = 1,
        Account = "DU1",
        Symbol = "AAPL",
        Side = Sides.Sell,
        Quantity = random.Next(1, 9),
        Price = 2.5m,
        TimeNs = AtNs,
        CumQuantity = 1,
        Recovered = false,
        Origin = Origins.Core,
    };
}
