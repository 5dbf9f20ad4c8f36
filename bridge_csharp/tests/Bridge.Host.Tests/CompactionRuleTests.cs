using Bridge.Host.Journal;

namespace Bridge.Host.Tests;

public sealed class CompactionRuleTests
{
    private const long Mib = 1024 * 1024;

    [Theory]
    [InlineData(16 * Mib, 0, false)]
    [InlineData((16 * Mib) + 1, 0, true)]
    [InlineData((16 * Mib) + 1, 8 * Mib, true)]
    [InlineData(24 * Mib, 12 * Mib, false)]
    [InlineData((24 * Mib) + 1, 12 * Mib, true)]
    [InlineData(70 * Mib, 40 * Mib, false)]
    [InlineData(81 * Mib, 40 * Mib, true)]
    public void It_is_tried_when_the_journal_is_large_and_mostly_new(long length, long compacted, bool due) =>
        Assert.Equal(due, new CompactionRule().IsDue(length, compacted));

    [Theory]
    [InlineData(100, 75, true)]
    [InlineData(100, 76, false)]
    public void A_quarter_is_worth_it(long before, long after, bool worthIt) => Assert.Equal(worthIt, CompactionRule.IsWorthIt(before, after));
}
