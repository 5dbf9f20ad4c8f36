using System.Text;
using System.Text.Json;
using Bridge.Core.Inputs;
using Bridge.Core.Journal;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class JournalTests
{
    private const long Hour = 3600 * Bench.Second;
    private const long Week = 7 * 24 * Hour;

    [Fact]
    public void An_entry_reads_back_as_it_was_written()
    {
        var chaos = new Chaos(5);
        chaos.Live(60);
        foreach (var entry in chaos.Bench.Journal)
        {
            var line = Lines.Of(entry);
            Assert.DoesNotContain((byte)'\n', line);
            Assert.Equal(line, Lines.Of(JournalText.Read(line)));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"ts_ns\":1,\"events\":[{\"jseq\":1,\"name\":\"ack\",\"text\":5}]}")]
    public void A_line_that_is_no_entry_is_refused(string line) =>
        Assert.ThrowsAny<JsonException>(() => JournalText.Read(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void An_event_stands_in_its_line_byte_for_byte()
    {
        var text = "{ \"text\":\"\\u00E9 <\\\"> \u2028\",\"a\":[1.50,{}],\"replay\":true}"u8.ToArray();
        var line = Lines.Of(new JournalEntry { TsNs = 1, Events = [new EventRecord(7, "notice", text)] });
        Assert.True(line.AsSpan().IndexOf(text) > 0);
        Assert.Equal(text, Assert.Single(JournalText.Read(line).Events!).Text.ToArray());
    }

    [Fact]
    public void A_line_of_an_older_journal_says_the_same()
    {
        const string Quotes = "{\"ts_ns\":1,\"events\":[{\"jseq\":7,\"name\":\"ack\",\"text\":\"{\\u0022a\\u0022:\\u0022\\u00E9\\u0022}\"}]}";
        var record = Assert.Single(JournalText.Read(Encoding.UTF8.GetBytes(Quotes)).Events!);
        Assert.Equal("{\"a\":\"\u00E9\"}", Encoding.UTF8.GetString(record.Text.Span));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void A_compacted_journal_remembers_the_same_and_is_smaller(int seed)
    {
        var chaos = new Chaos(seed);
        chaos.Live(120);
        var journal = chaos.Bench.Journal;
        foreach (var record in journal.SelectMany(entry => entry.Events ?? []).ToList())
        {
            chaos.Bench.Do(new EventDelivered(record.Jseq));
        }

        chaos.Bench.Send(chaos.Bench.Ping());
        var before = JournalImage.Of(journal);
        var fresh = JournalImage.Of(Compaction.Of(journal, chaos.Bench.Now));
        Assert.Equal(before.Commands.Keys.Order(StringComparer.Ordinal), fresh.Commands.Keys.Order(StringComparer.Ordinal));

        var later = Compaction.Of(journal, chaos.Bench.Now + (2 * Hour)).ToList();
        Assert.DoesNotContain(later.SelectMany(entry => entry.Events ?? []), record => record.Name == "reconciliation" && record.Jseq != before.LastJseq);
        Assert.Equal(Told(journal, "ack"), Told(later, "ack"));

        var old = Compaction.Of(journal, chaos.Bench.Now + (2 * Week)).ToList();
        var after = JournalImage.Of(old);
        Assert.Equal(before.Orders.Values.OrderBy(order => order.OrderId), after.Orders.Values.OrderBy(order => order.OrderId));
        Assert.Equal(before.Fills.Values.OrderBy(fill => fill.ExecKey, StringComparer.Ordinal), after.Fills.Values.OrderBy(fill => fill.ExecKey, StringComparer.Ordinal));
        Assert.Equal(before.Commissions.Values.OrderBy(cost => cost.ExecId, StringComparer.Ordinal), after.Commissions.Values.OrderBy(cost => cost.ExecId, StringComparer.Ordinal));
        Assert.Equal((before.Epoch, before.LastJseq, before.DeliveredJseq), (after.Epoch, after.LastJseq, after.DeliveredJseq));
        Assert.Empty(after.Overtakings);
        Assert.DoesNotContain(old.SelectMany(entry => entry.Events ?? []), record => record.Name == "reconciliation" && record.Jseq != before.LastJseq);
        Assert.Equal(Told(journal, "fill"), Told(old, "fill"));
        Assert.Equal(Told(journal, "order.status"), Told(old, "order.status"));
        Assert.True(Size(old) < Size(journal));
    }

    private static IEnumerable<string> Told(IEnumerable<JournalEntry> journal, string name) =>
        journal.SelectMany(entry => entry.Events ?? []).Where(record => record.Name == name).Select(record => Encoding.UTF8.GetString(record.Text.Span));

    private static int Size(IEnumerable<JournalEntry> journal) => journal.Sum(entry => Lines.Of(entry).Length);
}
