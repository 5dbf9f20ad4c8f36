using Bridge.Host.Loop;
using Bridge.Host.Memory;

namespace Bridge.Host.Tests;

public sealed class QuietCollectorTests
{
    private const long Mib = 1024 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(50);
    private readonly List<string> done = [];
    private readonly QuietCollector garbage;
    private long allocated = 5 * Mib;

    public QuietCollectorTests()
    {
        garbage = new QuietCollector(() => allocated, () => done.Add("young"), () => done.Add("all"));
        garbage.OnQuiet(LongPause);
    }

    [Fact]
    public void What_the_start_needed_is_given_back_in_the_first_long_pause() => Assert.Equal(["all"], done);

    [Fact]
    public void Little_garbage_is_left_lying()
    {
        allocated += Mib - 1;
        garbage.OnQuiet(LongPause);
        Assert.Null(garbage.Wait);
        Assert.Equal(["all"], done);
    }

    [Fact]
    public void Young_garbage_goes_in_a_short_pause_once()
    {
        allocated += Mib;
        Assert.Equal(Pause, garbage.Wait);
        garbage.OnQuiet(Pause - TimeSpan.FromTicks(1));
        garbage.OnQuiet(Pause);
        garbage.OnQuiet(Pause);
        Assert.Null(garbage.Wait);
        Assert.Equal(["all", "young"], done);
    }

    [Fact]
    public void All_of_it_waits_for_a_long_pause()
    {
        for (var mib = 0; mib < 3; mib++)
        {
            allocated += Mib;
            garbage.OnQuiet(LongPause - TimeSpan.FromTicks(1));
        }

        Assert.Equal(LongPause, garbage.Wait);
        garbage.OnQuiet(LongPause);
        Assert.Null(garbage.Wait);
        Assert.Equal(["all", "young", "young", "young", "all"], done);
    }

    [Fact]
    public void What_is_given_back_is_gone()
    {
        ProcessMemory.ShareRoom();
        var dropped = Garbage();
        ProcessMemory.GiveBack();
        Assert.False(dropped.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Garbage() => new(new byte[200_000]);
}
