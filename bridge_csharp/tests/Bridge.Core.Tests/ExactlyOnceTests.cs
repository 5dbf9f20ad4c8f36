using Bridge.Contracts.Events;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Journal;
using Bridge.Core.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Core.Tests;

public sealed class ExactlyOnceTests
{
    private const int Steps = 120;

    // More lives for a long run: BRIDGE_CORE_LIVES=2000 BRIDGE_CORE_SEED=3 dotnet test.
    private static readonly int Lives = FromEnvironment("BRIDGE_CORE_LIVES", 300);
    private static readonly ulong Seed = (ulong)FromEnvironment("BRIDGE_CORE_SEED", 20261125);

    [Fact]
    public void Whatever_happens_orders_are_placed_once_and_executions_booked_once() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Lives).WithReplay(Seed, 7),
            Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Holds));

    private static void Holds(int seed)
    {
        var chaos = new Chaos(seed);
        chaos.Live(Steps);
        var bench = chaos.Bench;
        AtMostOnce(bench);
        chaos.Settle();
        AtMostOnce(bench);
        Rate(bench);
        NeverAfterLost(bench);

        // Every execution of the gateway is in the journal, once, and adds up to what the gateway holds.
        var booked = JournalImage.Of(bench.Journal).Fills.Values.ToList();
        Assert.Equal(
            bench.Gateway.Executions.Select(execution => execution.ExecId).Order(StringComparer.Ordinal),
            booked.Select(fill => fill.ExecId).Order(StringComparer.Ordinal));
        Assert.Equal(bench.Gateway.Positions.GetValueOrDefault("AAPL"), booked.Sum(fill => fill.SignedQuantity));
        var told = bench.Journal.SelectMany(entry => entry.Events ?? []).Where(record => record.Name == "fill")
            .Select(record => Contracts.EventWriter.Read<Fill>(record.Text.Span).ExecId).ToList();
        Assert.Equal(told.Distinct(), told);
        Assert.Superset(booked.Select(fill => fill.ExecId).ToHashSet(), told.ToHashSet());

        Agree(bench);
        Versions(bench);
    }

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;

    private static void AtMostOnce(Bench bench) =>
        Assert.All(bench.Gateway.Placements, placed => Assert.Equal(1, placed.Value));

    // Whoever was told that an order is lost has acted on it by other orders; to a gateway that does not know it, its terms would be a new one.
    private static void NeverAfterLost(Bench bench)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var effect in bench.Effects)
        {
            GatewayRequest[] written = effect switch
            {
                WriteToGateway write => [write.Request],
                WriteTogether together => [.. together.Requests],
                _ => [],
            };
            Assert.All(written.OfType<PlaceOrder>(), place => Assert.NotEqual("lost", told.GetValueOrDefault(place.Order.OrderRef)));
            if (effect is Publish publish && publish.Topic == Contracts.Topics.OfEvent("order.status"))
            {
                var status = Contracts.EventWriter.Read<OrderStatusEvent>(publish.Payload.Span);
                told[status.ClientOrderId] = status.Status;
            }
        }
    }

    private static void Rate(Bench bench)
    {
        var times = bench.Left;
        for (var i = 45; i < times.Count; i++)
        {
            Assert.True(times[i] - times[i - 45] >= Bench.Second, "more than 45 messages in a second");
        }
    }

    // At rest the last status of every order is the gateway's truth, and the last comparison finds no difference.
    private static void Agree(Bench bench)
    {
        var orders = JournalImage.Of(bench.Journal).Orders.Values;
        var live = orders.Where(order => !order.Ended && order.Status != "lost").Select(order => order.ClientOrderId);
        Assert.Equal(
            bench.Gateway.Orders.Values.Where(order => order.Live).Select(order => order.Placed.Order.OrderRef).Order(StringComparer.Ordinal),
            live.Order(StringComparer.Ordinal));
        Assert.Equal("open", bench.State.Orders);
        Assert.True(bench.Reconciled.Complete);
        Assert.DoesNotContain(bench.Reconciled.Differences, difference => difference.Kind is "order_unknown" or "position" or "two_perm_ids");
    }

    private static void Versions(Bench bench)
    {
        var told = bench.Journal.SelectMany(entry => entry.Events ?? []).Where(record => record.Name == "order.status")
            .Select(record => Contracts.EventWriter.Read<OrderStatusEvent>(record.Text.Span));
        foreach (var order in told.GroupBy(status => status.ClientOrderId))
        {
            Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(pair.Second.Version >= pair.First.Version));
            Assert.All(order.GroupBy(status => status.Version), same => Assert.Single(same.Select(status => (status.Status, status.Filled)).Distinct()));
        }

        var jseqs = bench.Journal.SelectMany(entry => entry.Events ?? []).Select(record => record.Jseq);
        Assert.Equal(jseqs.Order().Distinct(), jseqs);
    }
}
