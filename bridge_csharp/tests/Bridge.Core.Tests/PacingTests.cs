using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Outbound;
using Bridge.Core.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Core.Tests;

/// <summary>The gateway hangs up on the 51st message within a second of its own clock.</summary>
public sealed class PacingTests
{
    private const int GatewayTakes = 50;
    private const int HeldUpMs = 250;
    private const int Allowed = 45;

    [Fact]
    public void Whatever_is_asked_for_and_however_it_is_held_up_on_the_way_the_gateway_sees_no_more_than_it_takes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(45, 1),
        Prop.ForAll(
            Gen.Choose(0, 3).Zip(Gen.Choose(0, 1200), (weight, wait) => (Weight: weight, WaitMs: wait * wait / 8000)).ListOf(400).ToArbitrary(),
            Gen.Choose(0, HeldUpMs).Zip(Gen.Choose(1, 90)).ListOf(60).Where(delays => delays.Count > 0).ToArbitrary(),
            (wishes, delays) =>
            {
                var written = Written(wishes.Select(wish => (wish.WaitMs * Moments.Millisecond, Item(wish.Weight))));
                Assert.Equal(wishes.Sum(wish => Math.Max(wish.Weight, 1)), written.Count);
                Assert.True(Busiest(written) <= Allowed, "by our own clock");
                Assert.True(Busiest(Arrived(written, delays)) <= GatewayTakes, "by the gateway's");
            }));

    [Fact]
    public void The_worst_that_can_be_held_up_is_what_the_gateway_just_takes()
    {
        var orders = Written(Enumerable.Repeat((0L, Item(1)), 500));
        var lastHeldUp = orders.FindLastIndex(at => at < orders[0] + (HeldUpMs * Moments.Millisecond));
        var stalled = orders.Select((at, i) => i <= lastHeldUp ? orders[0] + (HeldUpMs * Moments.Millisecond) : at).ToList();

        Assert.Equal(GatewayTakes, Busiest(stalled));
        Assert.InRange(500 / ((orders[^1] - orders[0]) / (double)Moments.Second), 39, 41);
    }

    [Fact]
    public void Three_brackets_at_once_do_not_wait_for_each_other()
    {
        var queue = new OutboundQueue(Allowed);
        foreach (var name in (string[])["a", "b", "c"])
        {
            queue.Add(new NewOrders([name, name + ".tp", name + ".sl"]));
        }

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0], PumpAll(queue, 0));
    }

    [Fact]
    public void Cancels_go_at_once_when_all_was_quiet_and_soon_behind_a_long_line()
    {
        var quiet = Written(Enumerable.Repeat((0L, Item(0)), Allowed + 1));
        Assert.All(quiet[..Allowed], at => Assert.Equal(0, at));
        Assert.Equal(Moments.Second, quiet[Allowed]);

        var queue = new OutboundQueue(Allowed);
        foreach (var i in Enumerable.Range(0, 500))
        {
            queue.Add(new NewOrders([$"a{i}"]));
        }

        var (now, sent) = (0L, 0);
        for (; now < 3 * Moments.Second; now = queue.NextDueNs(now, ordersHeld: false))
        {
            sent += Pump(queue, now);
        }

        queue.Add(new OrderCancelled("a1"));
        Assert.True(queue.NextDueNs(now, ordersHeld: false) - now <= HeldUpMs * Moments.Millisecond, $"after {sent} orders");
    }

    [Fact]
    public void What_the_disk_held_back_counts_from_when_it_left()
    {
        var (late, prompt) = (new OutboundQueue(Allowed), new OutboundQueue(Allowed));
        foreach (var queue in (OutboundQueue[])[late, prompt])
        {
            foreach (var i in Enumerable.Range(0, 11))
            {
                queue.Add(new NewOrders([$"a{i}"]));
            }

            Assert.Equal(10, Pump(queue, 0));
        }

        late.Left(70 * Moments.Millisecond);
        late.Left(90 * Moments.Millisecond);
        Assert.Equal(320 * Moments.Millisecond, late.NextDueNs(100 * Moments.Millisecond, ordersHeld: false));
        Assert.Equal(250 * Moments.Millisecond, prompt.NextDueNs(100 * Moments.Millisecond, ordersHeld: false));
    }

    [Fact]
    public void The_core_hears_of_a_slow_disk()
    {
        var bench = Bench.Open();
        bench.Clear();
        bench.FlushTakes = 0.2;
        foreach (var i in Enumerable.Range(0, 10))
        {
            bench.Send(bench.Submit($"a{i}"));
        }

        bench.Send(bench.Submit("late"));
        bench.Pass(0.24);
        Assert.Equal(10, bench.Written.Count);
        bench.Pass(0.02);
        Assert.Equal(11, bench.Written.Count);
    }

    [Fact]
    public void Everything_that_is_written_counts_from_the_connect_on()
    {
        var bench = new Bench();
        foreach (var i in Enumerable.Range(0, 100))
        {
            bench.Do(Bench.Received(bench.Subscribe($"S{i}")));
        }

        bench.Do(new MqttConnected());
        bench.Pass(0);
        // startApi went with the handshake.
        var times = bench.Written.Select(written => written.At).Append(bench.Attempts[^1]).ToList();
        Assert.Equal(10, times.Count);
        bench.Pass(20);
        times = [.. bench.Written.Select(written => written.At), bench.Attempts[0]];
        Assert.True(times.Count > 100);
        Assert.True(Busiest([.. times.Order()]) <= Allowed);
    }

    [Fact]
    public void However_the_clock_is_set_no_second_that_passed_holds_more_than_is_allowed_and_all_goes_on() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(30).WithReplay(45, 1),
        Prop.ForAll(
            Gen.Choose(1, 60).Zip(Gen.Choose(0, 1500))
                .Zip(Gen.Elements(0, 0, 0.7, 1, 1.3, -1, 60, -60, 3600, -3600), (step, set) => (Wishes: step.Item1, WaitMs: step.Item2, SetSeconds: set))
                .ListOf(12).ToArbitrary(),
            steps =>
            {
                var bench = Bench.Open();
                foreach (var (step, number) in steps.Select((step, number) => (step, number)))
                {
                    foreach (var i in Enumerable.Range(0, step.Wishes))
                    {
                        bench.Do(Bench.Received(bench.Subscribe($"S{number}.{i}")));
                    }

                    bench.SetClock(step.SetSeconds);
                    bench.Do(new Tick(50));
                    bench.Pass(step.WaitMs / 1000.0);
                }

                Assert.True(Busiest(bench.Left) <= Allowed);
                bench.Pass(60);
                Assert.Equal(steps.Sum(step => step.Wishes), bench.Requests.OfType<SubscribeRealtimeBars>().Select(bars => bars.Contract.Symbol).Distinct().Count());
                Assert.True(Busiest(bench.Left) <= Allowed);
            }));

    // Weight 0: a cancel.
    private static OutboundItem Item(int weight) => weight switch
    {
        0 => new OrderCancelled("a"),
        1 => new Question(Lane.Query, new RequestPositions()),
        _ => new NewOrders([.. Enumerable.Range(0, weight).Select(i => $"a{i}")]),
    };

    private static List<long> Written(IEnumerable<(long WaitNs, OutboundItem Item)> wishes)
    {
        var queue = new OutboundQueue(Allowed);
        var (now, written) = (0L, new List<long>());
        foreach (var (wait, item) in wishes)
        {
            var until = now + wait;
            while (queue.NextDueNs(now, ordersHeld: false) is var due && due <= until)
            {
                now = due;
                written.AddRange(Enumerable.Repeat(now, Pump(queue, now)));
            }

            now = until;
            queue.Add(item);
        }

        return [.. written, .. PumpAll(queue, now)];
    }

    private static List<long> PumpAll(OutboundQueue queue, long now)
    {
        var written = new List<long>();
        while (queue.NextDueNs(now, ordersHeld: false) is var due && due != Moments.Never)
        {
            now = due;
            var count = Pump(queue, now);
            Assert.True(count > 0, "it was due, and nothing was written");
            written.AddRange(Enumerable.Repeat(now, count));
        }

        return written;
    }

    private static int Pump(OutboundQueue queue, long now)
    {
        var count = 0;
        queue.Pump(new Turn(now), ordersHeld: false, (_, item) =>
        {
            count += item.Weight;
            return [.. Enumerable.Repeat(new RequestPositions(), item.Weight)];
        });
        return count;
    }

    // In order, as a stream is; each message late by its own delay, over and over those given, each for so many messages.
    private static List<long> Arrived(List<long> written, IReadOnlyList<(int Ms, int Times)> delays)
    {
        var late = delays.SelectMany(delay => Enumerable.Repeat(delay.Ms, delay.Times)).ToList();
        var (arrived, last) = (new List<long>(), long.MinValue);
        foreach (var (at, i) in written.Select((at, i) => (at, i)))
        {
            last = Math.Max(last, at + (late[i % late.Count] * Moments.Millisecond));
            arrived.Add(last);
        }

        return arrived;
    }

    private static int Busiest(List<long> times) =>
        times.Select((start, i) => times.Skip(i).TakeWhile(at => at < start + Moments.Second).Count()).DefaultIfEmpty(0).Max();
}
