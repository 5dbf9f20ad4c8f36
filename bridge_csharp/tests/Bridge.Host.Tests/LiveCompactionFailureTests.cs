using Bridge.Host.Journal;
using Bridge.Host.Loop;

namespace Bridge.Host.Tests;

/// <summary>Whatever stands in the way of a compaction, the journal is whole.</summary>
public sealed class LiveCompactionFailureTests : JournalInUse
{
    [Fact]
    public void A_crash_at_any_step_leaves_a_whole_journal()
    {
        Append(Life, 500);
        var seen = new List<CompactionStep>();
        var compaction = Compaction(step =>
        {
            if (step is CompactionStep.Begun or CompactionStep.Written)
            {
                Append(Life, 5);
            }

            seen.Add(step);
            Assert.Equal(Life.Memory, AfterCrash($"crash-{seen.Count}"));
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
        Append(Life, 500);
        var untouched = File.ReadAllBytes(JournalFile);

        var refusal = Assert.Throws<IOException>(() => Compaction(step => Refuse($"{step}" == full)).Run(CancellationToken.None));

        Assert.Equal("no space left on device", refusal.Message);
        Assert.Equal(untouched, File.ReadAllBytes(JournalFile));
        Assert.Equal([JournalFile], Directory.GetFiles(Folder.At(string.Empty)));
        Append(Life, 20);
        Assert.True(Compaction().Run(CancellationToken.None));
        Assert.Equal(Life.Memory, Life.Of(Journal.ReadAll()));
    }

    [Fact]
    public void It_does_not_fill_the_disk_that_orders_need()
    {
        Append(Life, 50);
        var compaction = new LiveCompaction(Journal, Time) { FreeBytes = () => (Journal.Length * 2) - 1 };

        Assert.Contains("are free", Assert.Throws<IOException>(() => compaction.Run(CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_that_it_never_catches_up_with_does_not_hold_appending_up()
    {
        Append(Life, 100);
        var compaction = Compaction(step =>
        {
            Assert.NotEqual(CompactionStep.Held, step);
            Append(Life, step == CompactionStep.Copied ? 40 : 0);
        });

        Assert.Throws<IOException>(() => compaction.Run(CancellationToken.None));
        Assert.Equal(Life.Memory, Life.Of(Journal.ReadAll()));
    }

    [Theory]
    [InlineData(nameof(CompactionStep.Begun))]
    [InlineData(nameof(CompactionStep.Written))]
    public void Told_to_end_it_leaves_nothing_behind(string at)
    {
        Append(Life, 500);
        using var stopping = new CancellationTokenSource();
        var compaction = Compaction(step =>
        {
            if ($"{step}" == at)
            {
                stopping.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(() => compaction.Run(stopping.Token));

        Assert.Equal([JournalFile], Directory.GetFiles(Folder.At(string.Empty)));
        Assert.Equal(Life.Memory, Life.Of(Journal.ReadAll()));
    }

    [Fact]
    public void A_journal_that_was_closed_meanwhile_is_not_replaced()
    {
        Append(Life, 500);

        Assert.Throws<ObjectDisposedException>(() => Compaction(step =>
        {
            if (step == CompactionStep.Copied)
            {
                Journal.Dispose();
            }
        }).Run(CancellationToken.None));

        using var again = FileJournal.Open(JournalFile);
        Assert.Equal(Life.Memory, Life.Of(again.ReadAll()));
    }

    private static void Refuse(bool full)
    {
        if (full)
        {
            throw new IOException("no space left on device");
        }
    }

    /// <summary>What a start remembers that finds the files as they are now.</summary>
    private string AfterCrash(string name)
    {
        var state = Directory.CreateDirectory(Folder.At(name)).FullName;
        foreach (var file in Directory.GetFiles(Folder.At(string.Empty)))
        {
            File.Copy(file, Path.Combine(state, Path.GetFileName(file)));
        }

        var left = Path.Combine(state, "journal.jsonl");
        using var found = JournalCompactor.Open(left, Time.NowNs());
        Assert.Equal(0, found.CutBytes);
        Assert.Equal([left], Directory.GetFiles(state));
        return Life.Of(found.ReadAll());
    }
}
