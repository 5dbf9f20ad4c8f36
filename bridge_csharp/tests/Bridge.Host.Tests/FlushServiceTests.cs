using Bridge.Core.Journal;
using Bridge.Host.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Host.Tests;

public sealed class FlushServiceTests : IAsyncDisposable
{
    private const int Limit = 20_000;

    private readonly FakeJournal journal = new([]);
    private readonly ManualTime time = new();
    private readonly StringWriter errors = new();
    private readonly Ending ending = new();
    private readonly FlushService service;

    public FlushServiceTests() =>
        service = new FlushService(journal, new Failure(ending, errors, NullLogger<Failure>.Instance), time);

    public async ValueTask DisposeAsync()
    {
        await service.StopAsync(CancellationToken.None);
        service.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task What_was_appended_is_on_disk_within_a_tenth_of_a_second()
    {
        await service.StartAsync(TestContext.Current.CancellationToken);
        while (time.Waiting == 0)
        {
            await Task.Yield();
        }

        journal.Append(new JournalEntry { TsNs = 1 });
        time.Advance(TimeSpan.FromMilliseconds(100));
        while (journal.Flushes == 0)
        {
            await Task.Yield();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_disk_that_refuses_ends_the_bridge_with_one_sentence()
    {
        journal.Full = true;
        await service.StartAsync(TestContext.Current.CancellationToken);
        while (time.Waiting == 0)
        {
            await Task.Yield();
        }

        time.Advance(TimeSpan.FromMilliseconds(100));
        await ending.Asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        var line = Assert.Single(errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("no space left on device", line, StringComparison.Ordinal);
    }
}
