using Bridge.Core.Inputs;
using Bridge.Host.Kill;
using Bridge.Host.Loop;

namespace Bridge.Host.Tests;

public sealed class KillFileServiceTests : IAsyncDisposable
{
    private const int Limit = 20_000;

    private readonly TempFolder folder = new();
    private readonly ManualTime time = new();
    private readonly Inbox inbox = new();
    private readonly KillFileService service;

    public KillFileServiceTests() => service = new KillFileService(new KillFile(folder.At("kill")), inbox, time);

    public async ValueTask DisposeAsync()
    {
        await service.StopAsync(CancellationToken.None);
        service.Dispose();
        folder.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Its_appearing_and_going_are_told_within_a_quarter_of_a_second()
    {
        await service.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new KillFileSeen(false), await NextAsync());

        File.WriteAllText(folder.At("kill"), string.Empty);
        time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(new KillFileSeen(true), await NextAsync());

        time.Advance(TimeSpan.FromSeconds(10));
        File.Delete(folder.At("kill"));
        time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(new KillFileSeen(false), await NextAsync());
    }

    [Fact]
    public void A_folder_of_that_name_counts()
    {
        Directory.CreateDirectory(folder.At("folder"));

        Assert.True(new KillFile(folder.At("folder")).Stands);
    }

    private async Task<Input> NextAsync() => (await inbox.Reader.ReadAsync(TestContext.Current.CancellationToken)).Input!;
}
