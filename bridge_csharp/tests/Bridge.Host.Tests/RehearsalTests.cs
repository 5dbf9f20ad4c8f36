using Bridge.Host.WarmUp;

namespace Bridge.Host.Tests;

public sealed class RehearsalTests
{
    [Fact]
    public void A_rehearsal_goes_the_whole_way_of_every_order()
    {
        var (filled, of) = Rehearsal.Run(1_795_618_800_000_000_000);
        Assert.Equal(of, filled);
        Assert.True(of > 1);
    }
}
