using Bridge.Host.Loop;
using Bridge.Host.Memory;

namespace Bridge.Host.Tests;

public sealed class QuietCollectorTests
{
    [Fact]
    public void Little_garbage_is_left_lying_and_what_was_collected_counts_no_more()
    {
        var (allocated, collected) = (5_000_000L, 0);
        var garbage = new QuietCollector(() => allocated, () => collected++, () => collected++);
        allocated += (1024 * 1024) - 1;
        garbage.OnQuiet();
        Assert.Equal((false, 0), (garbage.Due, collected));
        allocated++;
        Assert.True(garbage.Due);
        garbage.OnQuiet();
        garbage.OnQuiet();
        Assert.Equal((false, 1), (garbage.Due, collected));
    }

    [Fact]
    public void What_the_start_needed_is_given_back_at_once_and_then_all_after_every_8_mib()
    {
        var allocated = 0L;
        var done = new List<string>();
        var garbage = new QuietCollector(() => allocated, () => done.Add("young"), () => done.Add("all"));
        for (var mib = 0; mib < 10; mib++)
        {
            allocated += 1024 * 1024;
            garbage.OnQuiet();
        }

        Assert.Equal(["all", .. Enumerable.Repeat("young", 7), "all", "young"], done);
    }

    [Fact]
    public void What_is_given_back_is_gone()
    {
        var garbage = Garbage();
        ProcessMemory.GiveBack();
        Assert.False(garbage.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Garbage() => new(new byte[200_000]);
}
