using Bridge.Core.Journal;
using Bridge.Host.Journal;
using Bridge.Host.Loop;

namespace Bridge.Host.Tests;

public sealed class LiveCompactionTests : JournalInUse
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Whatever_is_appended_meanwhile_it_remembers_the_same_and_is_smaller(int seed)
    {
        var lived = new JournalLife(seed, Time.NowNs());
        Append(lived, 1500);
        lived.AtNs = Time.NowNs();
        var (before, rounds) = (Journal.Length, 0);
        var compaction = Compaction(step =>
        {
            // Nothing can be appended once it is held: whoever appends waits.
            if (step is CompactionStep.Begun or CompactionStep.Written or CompactionStep.Placed || (step == CompactionStep.Copied && ++rounds <= 3))
            {
                Append(lived, 4);
                Journal.Flush();
            }
        });

        Assert.True(compaction.Run(CancellationToken.None));
        Append(lived, 20);

        Assert.Equal(lived.Memory, lived.Of(Journal.ReadAll()));
        Assert.InRange(Journal.Length, 1, before / 4 * 3);
        Assert.Equal(Journal.Length, new FileInfo(JournalFile).Length);
        Journal.Dispose();
        using var again = FileJournal.Open(JournalFile);
        Assert.Equal(0, again.CutBytes);
        Assert.Equal(lived.Memory, lived.Of(again.ReadAll()));
        Assert.Equal([JournalFile], Directory.GetFiles(Folder.At(string.Empty)));
    }

    [Fact]
    public async Task Others_append_flush_and_read_all_the_while()
    {
        Append(Life, 500);
        Journal.Append(new JournalEntry { TsNs = 1, Fills = [TheFirst()] });
        using var enough = new CancellationTokenSource();
        var flusher = Task.Run(() => Until(Journal.Flush, enough.Token), TestContext.Current.CancellationToken);
        var reader = Task.Run(
            () => Until(() => Assert.Equal(1, Journal.ReadAll().Count(entry => entry.Fills?[0].ExecId == "the first")), enough.Token),
            TestContext.Current.CancellationToken);
        var appender = Task.Run(() => Append(Life, 2000), TestContext.Current.CancellationToken);
        var times = 0;
        while (!appender.IsCompleted)
        {
            times += Compaction().Run(CancellationToken.None) ? 1 : 0;
        }

        await appender;
        await enough.CancelAsync();
        await Task.WhenAll(flusher, reader);

        Assert.True(times > 0);
        Assert.Equal(Life.Memory, Life.Of(Journal.ReadAll().Where(entry => entry.Fills?[0].ExecId != "the first")));
    }

    [Theory]
    [InlineData(nameof(CompactionStep.Held))]
    [InlineData(nameof(CompactionStep.Whole))]
    public void While_it_takes_its_place_who_appends_flushes_or_reads_waits(string at)
    {
        Append(Life, 500);
        var read = 0;
        Thread[] others = [new(() => Append(Life, 1)), new(Journal.Flush), new(() => read = Journal.ReadAll().Count(entry => entry.Fills is not null))];
        var compaction = Compaction(step =>
        {
            if ($"{step}" == at)
            {
                Assert.All(others, Waits);
            }
        });

        Assert.True(compaction.Run(CancellationToken.None));
        Assert.All(others, other => other.Join());

        Assert.Equal(501, Life.Entries.Count);
        Assert.Equal(Life.Memory, Life.Of(Journal.ReadAll()));
        Assert.InRange(read, Life.Entries.Count(entry => entry.Fills is not null) - 1, Life.Entries.Count);
    }

    [Fact]
    public void A_replay_that_has_begun_goes_on_in_the_old_file()
    {
        Append(Life, 300);
        using var reading = Journal.ReadAll().GetEnumerator();
        Assert.True(reading.MoveNext());
        List<JournalEntry> read = [reading.Current];

        Assert.True(Compaction().Run(CancellationToken.None));
        Append(Life, 300);
        while (reading.MoveNext())
        {
            read.Add(reading.Current);
        }

        Assert.Equal(300, read.Count);
        Assert.Equal(Life.Of(Life.Entries.Take(300)), Life.Of(read));
    }

    [Fact]
    public void What_is_all_needed_is_left_as_it_is()
    {
        Life.AtNs = Time.NowNs();
        Append(Life, 100);
        var untouched = File.ReadAllBytes(JournalFile);

        Assert.False(Compaction().Run(CancellationToken.None));

        Assert.Equal(untouched, File.ReadAllBytes(JournalFile));
        Assert.Equal(Journal.Length, Journal.CompactedLength);
        Assert.Equal([JournalFile], Directory.GetFiles(Folder.At(string.Empty)));
    }

    [Fact]
    public void Of_a_long_journal_it_reads_a_stretch_at_a_time()
    {
        Append(Life, 4000);
        var rests = 0;
        var compaction = new LiveCompaction(Journal, Time) { Rest = _ => rests++ };

        Assert.True(compaction.Run(CancellationToken.None));

        // Twice over some 3 MiB.
        Assert.InRange(rests, 4, 8);
    }

    private static void Until(Action act, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            act();
        }
    }

    private static void Waits(Thread other)
    {
        other.Start();
        SpinWait.SpinUntil(() => !other.IsAlive || other.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        Assert.True(other.IsAlive);
    }

    private static BookedFill TheFirst() => new()
    {
        ExecKey = "the",
        Revision = 1,
        ExecId = "the first",
        PermId = 1,
        Account = "DU1",
        Symbol = "AAPL",
        Side = "BUY",
        Quantity = 1,
        Price = 1,
        TimeNs = 1,
        CumQuantity = 1,
        Recovered = false,
        Origin = "core",
    };
}
