using Bridge.Core.Orders;
using Bridge.Core.Outbound;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Core.Tests;

public sealed class LimiterTests
{
    [Fact]
    public void Whatever_is_asked_for_no_second_holds_more_than_the_limit_and_no_room_is_wasted() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(45, 1),
        Prop.ForAll(
            Gen.Choose(1, 3).Zip(Gen.Choose(0, 40)).ListOf().ToArbitrary(),
            Gen.Choose(3, 50).ToArbitrary(),
            (wishes, limit) =>
            {
                var window = new RateWindow(limit);
                var written = new List<long>();
                var now = 0L;
                foreach (var (messages, wait) in wishes)
                {
                    now = Math.Max(now + (wait * Moments.Millisecond), 0);
                    var at = window.RoomAtNs(now, messages);
                    Assert.True(at == now || !window.HasRoom(at - 1, messages));
                    now = at;
                    Assert.True(window.HasRoom(now, messages));
                    window.Take(now, messages);
                    written.AddRange(Enumerable.Repeat(now, messages));
                }

                Assert.All(written, start => Assert.True(written.Count(at => at >= start && at < start + Moments.Second) <= limit));
            }));

    [Fact]
    public void Three_messages_go_together_even_under_a_limit_of_two()
    {
        var window = new RateWindow(2);
        Assert.True(window.HasRoom(0, 3));
        window.Take(0, 3);
        Assert.Equal(Moments.Second, window.RoomAtNs(0, 1));
    }

    [Fact]
    public void Ids_rise_whatever_the_gateway_says() => Check.One(
        Config.QuickThrowOnFailure.WithReplay(45, 3),
        Prop.ForAll(Gen.Choose(-5, 2_000_000).ListOf().ToArbitrary(), said =>
        {
            var ids = new OrderIds(highestJournaled: 7);
            var given = new List<int> { 7 };
            foreach (var (id, i) in said.Select((id, i) => (id, i)))
            {
                if (i % 2 == 0)
                {
                    ids.Valid(id);
                }
                else
                {
                    ids.Seen(id);
                }

                var first = ids.Take(1 + (i % 3));
                Assert.True(first > given[^1] + (given.Count == 1 ? 0 : (i - 1) % 3) || given.Count == 1);
                Assert.True(first > id || i % 2 == 0);
                Assert.True(first >= id);
                given.Add(first);
            }

            ids.Seen(RequestIds.First + 5);
            Assert.True(ids.Next < RequestIds.First);
        }));
}
