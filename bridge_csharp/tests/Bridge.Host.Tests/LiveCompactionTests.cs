using Bridge.Core.Journal;
using Bridge.Host.Journal;
using Bridge.Host.Loop;

namespace Bridge.Host.Tests;

public sealed class LiveCompactionTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualTime time = new();
    private readonly JournalLife life;
    private readonly FileJournal journal;

    public LiveCompactionTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows replaces no file that is open");
        life = new JournalLife(1, time.NowNs());
        journal = FileJournal.Open(JournalFile);
    }

    private string JournalFile => folder.At("journal.jsonl");

    public void Dispose()
    {
        journal?.Dispose();
        folder.Dispose();
    }

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
        var lived = new JournalLife(seed, time.NowNs());
        Append(lived, 1500);
        lived.AtNs = time.NowNs();
        var (before, rounds) = (journal.Length, 0);
        var compaction = Compaction(step =>
        {
            // Nothing can be appended once it is held: whoever appends waits.
            if (step is CompactionStep.Begun or CompactionStep.Written or CompactionStep.Placed || (step == CompactionStep.Copied && ++rounds <= 3))
            {
                Append(lived, 4);
                journal.Flush();
            }
        });

        Assert.True(compaction.Run(CancellationToken.None));
        Append(lived, 20);

        Assert.Equal(lived.Memory, lived.Of(journal.ReadAll()));
        Assert.InRange(journal.Length, 1, before / 4 * 3);
        Assert.Equal(journal.Length, new FileInfo(JournalFile).Length);
        journal.Dispose();
        using var again = FileJournal.Open(JournalFile);
        Assert.Equal(0, again.CutBytes);
        Assert.Equal(lived.Memory, lived.Of(again.ReadAll()));
        Assert.Equal([JournalFile], Directory.GetFiles(folder.At(string.Empty)));
    }

    [Fact]
    public async Task Others_append_flush_and_read_all_the_while()
    {
        Append(life, 500);
        using var enough = new CancellationTokenSource();
        var flusher = Task.Run(() => Until(journal.Flush, enough.Token), TestContext.Current.CancellationToken);
        var reader = Task.Run(
            () => Until(() => Assert.Equal(1, journal.ReadAll().Count(entry => entry.Fills?[0].ExecId == "the first")), enough.Token),
            TestContext.Current.CancellationToken);
        journal.Append(new JournalEntry { TsNs = 1, Fills = [TheFirst()] });
        var appender = Task.Run(() => Append(life, 2000), TestContext.Current.CancellationToken);
        var times = 0;
        while (!appender.IsCompleted)
        {
            times += Compaction().Run(CancellationToken.None) ? 1 : 0;
        }

        await appender;
        await enough.CancelAsync();
        await Task.WhenAll(flusher, reader);

        Assert.True(times > 0);
        Assert.Equal(life.Memory, life.Of(journal.ReadAll().Where(entry => entry.Fills?[0].ExecId != "the first")));
    }

    [Theory]
    [InlineData(nameof(CompactionStep.Held))]
    [InlineData(nameof(CompactionStep.Whole))]
    public void While_it_takes_its_place_who_appends_flushes_or_reads_waits(string at)
    {
        Append(life, 500);
        var read = 0;
        Thread[] others = [new(() => Append(life, 1)), new(journal.Flush), new(() => read = journal.ReadAll().Count(entry => entry.Fills is not null))];
        var compaction = Compaction(step =>
        {
            if ($"{step}" == at)
            {
                Assert.All(others, Waits);
            }
        });

        Assert.True(compaction.Run(CancellationToken.None));
        Assert.All(others, other => other.Join());

        Assert.Equal(501, life.Entries.Count);
        Assert.Equal(life.Memory, life.Of(journal.ReadAll()));
        Assert.InRange(read, life.Entries.Count(entry => entry.Fills is not null) - 1, life.Entries.Count);
    }

    [Fact]
    public void A_crash_at_any_step_leaves_a_whole_journal()
    {
        Append(life, 500);
        var seen = new List<CompactionStep>();
        var compaction = Compaction(step =>
        {
            if (step is CompactionStep.Begun or CompactionStep.Written)
            {
                Append(life, 5);
            }

            seen.Add(step);
            Assert.Equal(life.Memory, AfterCrash($"crash-{seen.Count}"));
        });

        Assert.True(compaction.Run(CancellationToken.None));

        Assert.Equal(Enum.GetValues<CompactionStep>(), seen);
    }

    [Theory]
    [InlineData(nameof(CompactionStep.Begun))]
    [InlineData(nameof(CompactionStep.Written))]
    [InlineData(nameof(CompactionStep.Copied))]
    [InlineData(nameof(CompactionStep.Held))]
    [InlineData(nameof(CompactionStep.Whole))]
    public void A_disk_that_is_full_at_any_step_leaves_the_old_one_in_use(string full)
    {
        Append(life, 500);
        var untouched = File.ReadAllBytes(JournalFile);

        var refusal = Assert.Throws<IOException>(() => Compaction(step => Refuse($"{step}" == full)).Run(CancellationToken.None));

        Assert.Equal("no space left on device", refusal.Message);
        Assert.Equal(untouched, File.ReadAllBytes(JournalFile));
        Assert.Equal([JournalFile], Directory.GetFiles(folder.At(string.Empty)));
        Append(life, 20);
        Assert.True(Compaction().Run(CancellationToken.None));
        Assert.Equal(life.Memory, life.Of(journal.ReadAll()));
    }

    [Fact]
    public void It_does_not_fill_the_disk_that_orders_need()
    {
        Append(life, 50);
        var compaction = new LiveCompaction(journal, time) { FreeBytes = () => (journal.Length * 2) - 1 };

        Assert.Contains("are free", Assert.Throws<IOException>(() => compaction.Run(CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_that_it_never_catches_up_with_does_not_hold_appending_up()
    {
        Append(life, 100);
        var compaction = Compaction(step =>
        {
            Assert.NotEqual(CompactionStep.Held, step);
            Append(life, step == CompactionStep.Copied ? 40 : 0);
        });

        Assert.Throws<IOException>(() => compaction.Run(CancellationToken.None));
        Assert.Equal(life.Memory, life.Of(journal.ReadAll()));
    }

    [Fact]
    public void A_replay_that_has_begun_goes_on_in_the_old_file()
    {
        Append(life, 300);
        using var reading = journal.ReadAll().GetEnumerator();
        Assert.True(reading.MoveNext());
        List<JournalEntry> read = [reading.Current];

        Assert.True(Compaction().Run(CancellationToken.None));
        Append(life, 300);
        while (reading.MoveNext())
        {
            read.Add(reading.Current);
        }

        Assert.Equal(300, read.Count);
        Assert.Equal(life.Of(life.Entries.Take(300)), life.Of(read));
    }

    [Fact]
    public void What_is_all_needed_is_left_as_it_is()
    {
        life.AtNs = time.NowNs();
        Append(life, 100);
        var untouched = File.ReadAllBytes(JournalFile);

        Assert.False(Compaction().Run(CancellationToken.None));

        Assert.Equal(untouched, File.ReadAllBytes(JournalFile));
        Assert.Equal(journal.Length, journal.CompactedLength);
        Assert.Equal([JournalFile], Directory.GetFiles(folder.At(string.Empty)));
    }

    [Theory]
    [InlineData(nameof(CompactionStep.Begun))]
    [InlineData(nameof(CompactionStep.Written))]
    public void Told_to_end_it_leaves_nothing_behind(string at)
    {
        Append(life, 500);
        using var stopping = new CancellationTokenSource();
        var compaction = Compaction(step =>
        {
            if ($"{step}" == at)
            {
                stopping.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(() => compaction.Run(stopping.Token));

        Assert.Equal([JournalFile], Directory.GetFiles(folder.At(string.Empty)));
        Assert.Equal(life.Memory, life.Of(journal.ReadAll()));
    }

    [Fact]
    public void A_journal_that_was_closed_meanwhile_is_not_replaced()
    {
        Append(life, 500);

        Assert.Throws<ObjectDisposedException>(() => Compaction(step =>
        {
            if (step == CompactionStep.Copied)
            {
                journal.Dispose();
            }
        }).Run(CancellationToken.None));

        using var again = FileJournal.Open(JournalFile);
        Assert.Equal(life.Memory, life.Of(again.ReadAll()));
    }

    [Fact]
    public void Of_a_long_journal_it_reads_a_stretch_at_a_time()
    {
        Append(life, 4000);
        var rests = 0;
        var compaction = new LiveCompaction(journal, time) { Rest = _ => rests++ };

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

    private static void Refuse(bool full)
    {
        if (full)
        {
            throw new IOException("no space left on device");
        }
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

    private LiveCompaction Compaction(Action<CompactionStep>? at = null) =>
        new(journal, time) { At = at ?? (_ => { }), Rest = _ => { } };

    private void Append(JournalLife lived, int count)
    {
        for (var more = count; more > 0; more--)
        {
            journal.Append(lived.Next());
        }
    }

    /// <summary>What a start remembers that finds the files as they are now.</summary>
    private string AfterCrash(string name)
    {
        var state = Directory.CreateDirectory(folder.At(name)).FullName;
        foreach (var file in Directory.GetFiles(folder.At(string.Empty)))
        {
            File.Copy(file, Path.Combine(state, Path.GetFileName(file)));
        }

        var left = Path.Combine(state, "journal.jsonl");
        using var found = JournalCompactor.Open(left, time.NowNs());
        Assert.Equal(0, found.CutBytes);
        Assert.Equal([left], Directory.GetFiles(state));
        return life.Of(found.ReadAll());
    }
}
