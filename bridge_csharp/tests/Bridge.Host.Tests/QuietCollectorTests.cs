using Bridge.Host.Loop;

namespace Bridge.Host.Tests;

public sealed class QuietCollectorTests
{
    [Fact]
    public void Little_garbage_is_left_lying_and_what_was_collected_counts_no_more()
    {
        var (allocated, collected) = (5_000_000L, 0);
        var garbage = new QuietCollector(() => allocated, () => collected++);
        allocated += (1024 * 1024) - 1;
        garbage.OnQuiet();
        Assert.Equal((false, 0), (garbage.Due, collected));
        allocated++;
        Assert.True(garbage.Due);
        garbage.OnQuiet();
        garbage.OnQuiet();
        Assert.Equal((false, 1), (garbage.Due, collected));
    }
}
