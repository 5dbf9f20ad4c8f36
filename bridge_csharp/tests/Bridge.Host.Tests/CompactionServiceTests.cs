using Bridge.Host.Journal;
using Bridge.Host.Loop;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Tests;

public sealed class CompactionServiceTests : IAsyncDisposable
{
    private const int Limit = 20_000;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    private readonly TempFolder folder = new();
    private readonly ManualTime time = new();
    private readonly HeardLog<CompactionService> log = new();
    private readonly JournalLife life;
    private readonly FileJournal journal;
    private readonly CompactionService service;
    private bool full;
    private int tries;

    public CompactionServiceTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows replaces no file that is open");
        life = new JournalLife(1, time.NowNs());
        journal = FileJournal.Open(folder.At("journal.jsonl"));
        var compaction = new LiveCompaction(journal, time) { At = At };
        service = new CompactionService(journal, compaction, new CompactionRule { Least = 100_000 }, time, log);
    }

    public async ValueTask DisposeAsync()
    {
        await service.StopAsync(CancellationToken.None);
        service.Dispose();
        journal.Dispose();
        folder.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task A_journal_is_made_smaller_whenever_it_has_grown_enough()
    {
        await StartAsync();
        Append(500);
        time.Advance(Look);
        await LineAsync(LogLevel.Information, "was rewritten");
        var left = journal.CompactedLength;
        Assert.Equal(journal.Length, left);
        Assert.Equal(life.Memory, life.Of(journal.ReadAll()));

        while (journal.Length <= Math.Max(left * 2, 100_000))
        {
            Assert.Equal(1, tries);
            time.Advance(Look);
            Append(1);
        }

        time.Advance(Look);
        await LineAsync(LogLevel.Information, "was rewritten");
        Assert.Equal(2, tries);
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_all_needed_is_tried_again_when_it_has_doubled()
    {
        await StartAsync();
        life.AtNs = time.NowNs();
        Append(300);
        time.Advance(Look);
        await LineAsync(LogLevel.Debug, "are still needed");

        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, tries);
        Append(400);
        time.Advance(Look);
        await log.NextAsync();
        Assert.Equal(2, tries);
    }

    [Fact(Timeout = Limit)]
    public async Task A_full_disk_costs_one_warning_an_hour()
    {
        await StartAsync();
        Append(500);
        full = true;
        time.Advance(Look);
        await LineAsync(LogLevel.Warning, "no space left on device");

        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(1, tries);
        Assert.True(log.IsEmpty);

        full = false;
        time.Advance(TimeSpan.FromMinutes(1));
        await LineAsync(LogLevel.Information, "was rewritten");
        Assert.Equal(life.Memory, life.Of(journal.ReadAll()));
    }

    private void At(CompactionStep step)
    {
        if (step == CompactionStep.Begun)
        {
            tries++;
        }

        if (full)
        {
            throw new IOException("no space left on device");
        }
    }

    private async Task StartAsync()
    {
        await service.StartAsync(TestContext.Current.CancellationToken);
        while (time.Waiting == 0)
        {
            await Task.Yield();
        }
    }

    private async Task LineAsync(LogLevel level, string text)
    {
        var line = await log.NextAsync();
        Assert.Equal(level, line.Level);
        Assert.Contains(text, line.Text, StringComparison.Ordinal);
    }

    private void Append(int count)
    {
        for (var more = count; more > 0; more--)
        {
            journal.Append(life.Next());
        }
    }
}
