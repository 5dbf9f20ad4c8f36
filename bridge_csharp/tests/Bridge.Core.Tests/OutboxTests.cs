using Bridge.Contracts;
using Bridge.Contracts.Events;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class OutboxTests
{
    private const long Day = 24 * 3600 * Bench.Second;

    [Fact]
    public void Events_are_told_again_from_any_number_on_and_closed_with_the_last()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var before = bench.State.LastJseq;
        bench.Send(bench.Submit("a2"));
        var told = bench.Effects.OfType<Publish>().Where(publish => publish.Jseq > before).ToList();
        bench.Clear();
        var replay = bench.Replay(before);
        bench.Send(replay);
        var again = bench.Effects.OfType<Publish>().Where(publish => publish.Jseq > 0).Skip(1).ToList();
        Assert.Equal(told.Select(publish => publish.Jseq), again.Select(publish => publish.Jseq).SkipLast(1));
        Assert.Equal(told.Select(publish => EventWriter.Replayed(publish.Payload.Span)), again.SkipLast(1).Select(publish => publish.Payload.ToArray()));
        var end = bench.Events<ReplayEnd>("replay.end")[^1];
        Assert.Equal((replay.Id, bench.AckOf(replay).Jseq), (end.CommandId, end.LastJseq));
    }

    [Fact]
    public void Numbers_of_events_rise_across_restarts_and_old_ones_are_read_from_the_journal()
    {
        var bench = Bench.Open();
        foreach (var i in Enumerable.Range(0, 2100))
        {
            bench.Send(bench.Ping());
        }

        var last = bench.Journal[^1].Events![^1].Jseq;
        bench.Restart();
        bench.Do(new MqttConnected());
        Assert.True(bench.State.LastJseq >= last);
        Assert.Equal("run2", bench.State.Run);
        Assert.Contains(bench.Effects, effect => effect is ReplayFromJournal);
        bench.Clear();
        bench.Send(bench.Replay(0));
        var wanted = Assert.Single(bench.Effects.OfType<ReplayFromJournal>());
        Assert.Equal(0, wanted.AfterJseq);
        var old = Journal.Replay.From(bench.Journal, wanted).Select(publish => publish.Jseq).ToList();
        var recent = bench.Effects.OfType<Publish>().Where(publish => publish.Jseq > 0).Select(publish => publish.Jseq).Skip(1);
        Assert.Equal(Enumerable.Range(1, (int)bench.Journal[^1].Events![^1].Jseq).Select(i => (long)i), old.Concat(recent).Distinct());
    }

    [Fact]
    public void What_the_broker_has_not_taken_is_published_again_at_every_connect()
    {
        var bench = Bench.Open();
        bench.Send(bench.Ping());
        bench.Send(bench.Ping());
        var all = bench.Journal.SelectMany(entry => entry.Events ?? []).Select(record => record.Jseq).ToList();
        bench.Do(new EventDelivered(all[^2]));
        bench.Clear();
        bench.Do(new MqttConnected());
        Assert.Equal(all.Where(jseq => jseq != all[^2]), bench.Effects.OfType<Publish>().Where(publish => publish.Jseq > 0).Select(publish => publish.Jseq));

        foreach (var jseq in all.SkipLast(2).Reverse())
        {
            bench.Do(new EventDelivered(jseq));
        }

        bench.Clear();
        bench.Do(new MqttConnected());
        Assert.IsType<Publish>(bench.Effects[0]);
        Assert.Equal(Topics.State, ((Publish)bench.Effects[0]).Topic);
        Assert.Equal([all[^1]], bench.Effects.OfType<Publish>().Where(publish => publish.Jseq > 0).Select(publish => publish.Jseq));

        // The mark goes to disk with the next entry.
        bench.Do(new EventDelivered(all[^1]));
        bench.Send(bench.Ping());
        bench.Restart();
        bench.Clear();
        bench.Do(new MqttConnected());
        Assert.Equal([all[^1] + 1], bench.Effects.OfType<Publish>().Where(publish => publish.Jseq > 0).Select(publish => publish.Jseq).Distinct().Take(1));
    }

    [Fact]
    public void What_the_broker_has_not_taken_outlives_a_compaction_and_is_taken_afterwards()
    {
        var bench = Bench.Open();
        foreach (var i in Enumerable.Range(0, 20))
        {
            bench.Send(bench.Ping());
        }

        var all = Jseqs(bench);
        bench.Do(new EventDelivered(all[0]));
        bench.Send(bench.Ping());
        Compact(bench, bench.Now + (14 * Day));
        Assert.Equal(all.Skip(1), Jseqs(bench).SkipLast(1));

        Assert.Equal(Jseqs(bench)[^1], DeliveredAfterAll(bench));
    }

    [Fact]
    public void Numbers_an_older_compaction_dropped_hold_nothing_back()
    {
        var bench = Bench.Open();
        foreach (var i in Enumerable.Range(0, 20))
        {
            bench.Send(bench.Ping());
        }

        var last = Jseqs(bench)[^1];
        var left = bench.Journal.Select(entry => entry with { DeliveredJseq = null, Events = [.. (entry.Events ?? []).Where(record => record.Jseq == last || record.Jseq % 5 == 0)] }).ToList();
        bench.Journal.Clear();
        bench.Journal.AddRange(left);

        Assert.Equal(last, DeliveredAfterAll(bench));
    }

    [Fact]
    public void Events_count_without_gaps_within_a_run()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Gateway.Fill(bench.Gateway.Named("a"), 100);
        bench.Hear();
        var seqs = bench.Effects.OfType<Publish>().Where(publish => publish.Topic != Topics.State)
            .Select(publish => System.Text.Json.JsonDocument.Parse(publish.Payload).RootElement.GetProperty("seq").GetInt64());
        Assert.Equal(Enumerable.Range(1, seqs.Count()).Select(i => (long)i), seqs);
    }

    [Fact]
    public void Everything_a_command_changes_is_flushed_before_its_answer()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Clear();
        bench.Send(bench.Cancel("a1"));
        Assert.Equal([typeof(AppendToJournal), typeof(FlushJournal), typeof(WriteToGateway)], bench.Effects.Take(3).Select(effect => effect.GetType()));
    }

    [Fact]
    public void Fills_are_written_before_they_are_published_and_flushed_within_a_tenth_of_a_second()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Clear();
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Hear();
        Assert.IsType<AppendToJournal>(bench.Effects[0]);
        Assert.DoesNotContain(bench.Effects, effect => effect is FlushJournal);
        bench.Pass(0.1);
        Assert.Contains(bench.Effects, effect => effect is FlushJournal);
    }

    [Fact]
    public void The_end_is_flushed_told_and_closes_the_socket()
    {
        var bench = Bench.Open();
        bench.Clear();
        bench.Do(new Stopping());
        Assert.Contains(bench.Effects, effect => effect is FlushJournal);
        Assert.Contains(bench.Effects, effect => effect is CloseGateway);
        Assert.Contains("\"process\":\"offline\"", System.Text.Encoding.UTF8.GetString(bench.Effects.OfType<Publish>().Last().Payload.Span), StringComparison.Ordinal);
        Assert.Empty(bench.Core.Handle(new Tick(), bench.Now));
        Assert.Equal("{\"process\":\"offline\",\"run\":\"run1\"}", System.Text.Encoding.UTF8.GetString(bench.Core.LastWill.Span));
    }

    private static List<long> Jseqs(Bench bench) => [.. bench.Journal.SelectMany(entry => entry.Events ?? []).Select(record => record.Jseq)];

    private static void Compact(Bench bench, long nowNs)
    {
        var kept = Journal.Compaction.Of(bench.Journal, nowNs).ToList();
        bench.Journal.Clear();
        bench.Journal.AddRange(kept);
    }

    // What the journal says once the broker has taken everything it holds, the newest first; and nothing of it is published again.
    private static long DeliveredAfterAll(Bench bench)
    {
        var all = Jseqs(bench);
        bench.Restart();
        foreach (var jseq in all.AsEnumerable().Reverse())
        {
            bench.Do(new EventDelivered(jseq));
        }

        bench.Clear();
        bench.Do(new MqttConnected());
        Assert.DoesNotContain(bench.Effects.OfType<Publish>(), publish => publish.Jseq > 0 && publish.Jseq <= all[^1]);
        Assert.DoesNotContain(bench.Effects, effect => effect is ReplayFromJournal);
        bench.Send(bench.Ping());
        return Journal.JournalImage.Of(bench.Journal).DeliveredJseq;
    }
}
