using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;
using static Bridge.Core.Tests.Support.Stocks;

namespace Bridge.Core.Tests;

/// <summary>What could not be read may be there all the same: its list is unknown, and nothing is concluded from what it lacks.</summary>
public sealed class UnreadTests
{
    private const string Garbled = "field 71 is '8'; a number was expected";

    [Fact]
    public void A_stop_that_cannot_be_read_in_the_list_of_open_orders_is_left_alone()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("stop", side: "SELL", purpose: "protect"));
        bench.Pass(30);
        bench.Clear();
        Compare(bench, message => message is OpenOrder ? new UnreadMessage(5, Garbled) : message);
        Assert.Equal((false, null), (bench.Reconciled.Complete, bench.Reconciled.OpenOrders));
        Assert.NotNull(bench.Reconciled.CompletedOrders);
        Assert.Empty(bench.Reconciled.Differences);
        Assert.Contains(bench.Notices, notice => notice.Text.Contains(Garbled, StringComparison.Ordinal));

        // It is asked again, and this time it can be read.
        bench.Prompt = true;
        bench.Pass(30);
        Assert.True(bench.Reconciled.Complete);
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
        Assert.Empty(bench.Statuses("stop"));
    }

    [Fact]
    public void Executions_that_cannot_be_read_are_no_empty_list_and_positions_no_difference()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Prompt = false;
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Gateway.Said.Clear();
        Compare(bench, message => message is ExecutionDetails ? new UnreadMessage(11, Garbled) : message);
        Assert.Equal((false, null), (bench.Reconciled.Complete, bench.Reconciled.Executions));
        Assert.NotNull(bench.Reconciled.Positions);
        Assert.Empty(bench.Reconciled.Differences);
        bench.Prompt = true;
        bench.Pass(30);
        Assert.Equal((true, 100L), (bench.Reconciled.Complete, bench.Fills.Single().Quantity));
    }

    [Theory]
    [InlineData(101)]
    [InlineData(61)]
    public void Completed_orders_and_positions_that_cannot_be_read_are_unknown(int kind)
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Hear();
        bench.Prompt = false;
        Compare(bench, message => message is CompletedOrder or PositionReport ? new UnreadMessage(kind, Garbled) : message);
        Assert.False(bench.Reconciled.Complete);
        Assert.Equal((kind == 101, kind == 61), (bench.Reconciled.CompletedOrders is null, bench.Reconciled.Positions is null));
        bench.Prompt = true;
        bench.Pass(30);
        Assert.True(bench.Reconciled.Complete);
    }

    [Fact]
    public void An_execution_that_cannot_be_read_as_it_happens_is_asked_for_at_once()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Gateway.Said.Clear();
        bench.Say(new UnreadMessage(11, Garbled));
        bench.Pass(1);
        Assert.True(Assert.Single(bench.Fills).Recovered);
    }

    [Fact]
    public void An_order_that_cannot_be_read_in_a_late_answer_is_missing_from_none()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Pass(30);
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        bench.Send(bench.Reconcile());
        bench.Pass(5.5);
        bench.Say(new UnreadMessage(5, Garbled));
        bench.Pass(1);
        bench.Say(new OpenOrderEnd());
        bench.Pass(1);
        Assert.Null(bench.Reconciled.OpenOrders);
        bench.Gateway.Unanswered.Clear();
        bench.Pass(10);
        Assert.True(bench.Reconciled.Complete);
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
    }

    [Fact]
    public void Positions_during_which_executions_kept_coming_are_unknown()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1", quantity: 1000));
        bench.Gateway.Unanswered.Add(typeof(RequestPositions));
        bench.Send(bench.Reconcile());
        var order = bench.Gateway.Named("a1");
        for (var lot = 1; lot <= 6; lot++)
        {
            bench.Pass(0.3);
            bench.Say(new PositionReport("DU1", Apple, (lot - 1) * 100, 100m));
            bench.Gateway.Fill(order, 100);
            bench.Say(bench.Gateway.Executions[^1]);
            bench.Gateway.Said.Clear();
            bench.Say(new PositionEnd());
        }

        Assert.Equal((false, null), (bench.Reconciled.Complete, bench.Reconciled.Positions));
        Assert.Empty(bench.Reconciled.Differences);
        bench.Gateway.Unanswered.Clear();
        bench.Pass(10);
        Assert.True(bench.Reconciled.Complete);
        Assert.Empty(bench.Reconciled.Differences);
    }

    // A comparison in which the gateway's words come out otherwise.
    private static void Compare(Bench bench, Func<GatewayMessage, GatewayMessage> heard)
    {
        bench.Prompt = false;
        var before = bench.Events<Reconciliation>("reconciliation").Count;
        bench.Send(bench.Reconcile());
        for (var turns = 0; bench.Events<Reconciliation>("reconciliation").Count == before; turns++)
        {
            Assert.True(turns < 100);
            bench.Pass(0.05);
            while (bench.Events<Reconciliation>("reconciliation").Count == before && bench.Gateway.Said.TryDequeue(out var message))
            {
                bench.Say(heard(message));
            }
        }
    }
}
