using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;
using static Bridge.Core.Tests.Support.Stocks;

namespace Bridge.Core.Tests;

public sealed class ReconciliationTests
{
    // From here on memory is only freed by a full collection.
    private const int LargeObject = 85_000;
    [Fact]
    public void Lists_are_asked_in_order_and_orders_open_only_after_all_of_them()
    {
        var bench = new Bench();
        bench.Gateway.Unanswered.Add(typeof(RequestPositions));
        bench.Do(new Inputs.MqttConnected());
        bench.Pass(1);
        Assert.Equal(
            [typeof(RequestOpenOrders), typeof(RequestExecutions), typeof(RequestCompletedOrders), typeof(RequestPositions)],
            bench.Requests.Where(request => request is RequestOpenOrders or RequestExecutions or RequestCompletedOrders or RequestPositions).Select(request => request.GetType()));
        Assert.Equal(("connected", "closed", "reconciling"), (bench.State.Gateway, bench.State.Orders, bench.State.OrdersReason));
        Assert.Equal("reconciling", bench.Send(bench.Submit("a1")).Code);
        bench.Pass(5);
        Assert.Equal((false, "connect"), (bench.Reconciled.Complete, bench.Reconciled.Cause));
        Assert.Null(bench.Reconciled.Positions);
        Assert.Equal([], bench.Reconciled.OpenOrders!);
        bench.Gateway.Unanswered.Clear();
        bench.Pass(6);
        Assert.True(bench.Reconciled.Complete);
        Assert.Equal("open", bench.State.Orders);
        Assert.Contains(bench.Notices, notice => notice.Action == "orders_open");
    }

    [Fact]
    public void Every_list_that_is_not_answered_is_unknown_and_the_whole_is_asked_again()
    {
        var bench = new Bench();
        bench.Gateway.Unanswered.UnionWith([typeof(RequestOpenOrders), typeof(RequestExecutions), typeof(RequestCompletedOrders), typeof(RequestPositions)]);
        bench.Do(new Inputs.MqttConnected());
        bench.Pass(21);
        Assert.Equal((false, null, null, null, null), (bench.Reconciled.Complete, bench.Reconciled.OpenOrders, bench.Reconciled.Executions, bench.Reconciled.CompletedOrders, bench.Reconciled.Positions));
        Assert.Equal(2, bench.Requests.Count(request => request is RequestOpenOrders));
    }

    [Fact]
    public void It_runs_on_a_timer_and_on_request()
    {
        var bench = Bench.Open();
        bench.Pass(125);
        Assert.Equal(["connect", "timer", "timer"], bench.Events<Reconciliation>("reconciliation").Select(told => told.Cause));
        var request = bench.Reconcile();
        bench.Send(request);
        Assert.Equal(("request", request.Id), (bench.Reconciled.Cause, bench.Reconciled.CommandId));
        bench.GatewayThere = false;
        bench.Drop();
        Assert.Equal("gateway_down", bench.Send(bench.Reconcile()).Code);
    }

    [Fact]
    public void A_request_under_way_when_the_session_ends_is_answered_after_the_next_connect()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        var request = bench.Reconcile();
        bench.Send(request);
        bench.Prompt = true;
        bench.Drop();
        bench.Pass(1);
        Assert.Equal(["connect", "request", "connect"], bench.Events<Reconciliation>("reconciliation").Select(told => told.Cause));
        Assert.Equal(request.Id, bench.Events<Reconciliation>("reconciliation")[1].CommandId);
    }

    [Fact]
    public void What_happened_while_we_were_away_is_recovered()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("filled"));
        bench.Send(bench.Submit("cancelled"));
        bench.Send(bench.Submit("working"));
        bench.GatewayThere = false;
        bench.Drop();
        bench.Gateway.Fill(bench.Gateway.Named("filled"), 100);
        bench.Gateway.Named("cancelled").Status = "Cancelled";
        bench.Pass(15);
        Assert.Equal("gateway_down", bench.Send(bench.Submit("no")).Code);
        bench.GatewayThere = true;
        bench.Pass(10);
        Assert.Equal(["filled", "cancelled", "accepted"], new[] { "filled", "cancelled", "working" }.Select(bench.StatusOf));
        var fill = Assert.Single(bench.Fills);
        Assert.True(fill.Recovered);
        Assert.Equal(1_795_618_800L * Bench.Second, fill.TimeTsNs);
        var told = bench.Events<Reconciliation>("reconciliation").Last(one => one.Cause == "connect");
        Assert.Equal(["filled"], told.Executions!.Select(execution => execution.ClientOrderId));
        Assert.Equal(["working"], told.OpenOrders!.Select(order => order.ClientOrderId));
        Assert.Equal(["cancelled", "filled"], told.CompletedOrders!.Select(order => order.ClientOrderId!).Order(StringComparer.Ordinal));
        Assert.Equal(("AAPL", 100m), (told.Positions![0].Symbol, told.Positions[0].Quantity));
        Assert.True(told.JseqBefore < fill.Jseq && fill.Jseq < told.Jseq);
        Assert.Equal(["fill_recovered"], told.Differences.Select(difference => difference.Kind));
    }

    [Fact]
    public void Positions_no_execution_explains_are_a_difference_and_no_fill_is_invented()
    {
        var bench = new Bench();
        bench.Gateway.Positions["AAPL"] = 70;
        bench.Do(new Inputs.MqttConnected());
        bench.Pass(1);
        var difference = Assert.Single(bench.Reconciled.Differences);
        Assert.Equal(("position", "AAPL", "0", "70"), (difference.Kind, difference.Symbol, difference.Journal, difference.Gateway));
        Assert.Empty(bench.Fills);
        Assert.Equal("open", bench.State.Orders);
    }

    [Fact]
    public void A_position_that_changes_without_a_fill_is_looked_into_within_two_seconds()
    {
        var bench = Bench.Open();
        bench.Gateway.Positions["AAPL"] = 5;
        bench.Say(new PositionReport("DU1", Apple, 5, 1));
        bench.Pass(1.9);
        Assert.Single(bench.Events<Reconciliation>("reconciliation"));
        bench.Pass(0.2);
        Assert.Equal(2, bench.Events<Reconciliation>("reconciliation").Count);
        Assert.Contains(bench.Reconciled.Differences, difference => difference.Kind == "position");

        // Told once, the same difference is no news.
        bench.Say(new PositionReport("DU1", Apple, 5, 1.5m));
        bench.Pass(5);
        Assert.Equal(2, bench.Events<Reconciliation>("reconciliation").Count);
    }

    [Fact]
    public void A_position_that_a_fill_explains_in_time_starts_nothing()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Say(new PositionReport("DU1", Apple, 100, 1));
        bench.Pass(1);
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Hear();
        bench.Pass(5);
        Assert.Single(bench.Events<Reconciliation>("reconciliation"));
        bench.Say(new PositionReport("DU1", Apple with { SecType = "OPT" }, 3, 1));
        bench.Pass(5);
        Assert.Single(bench.Events<Reconciliation>("reconciliation"));
    }

    [Fact]
    public void Positions_are_read_again_when_an_execution_arrives_meanwhile()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.Unanswered.Add(typeof(RequestPositions));
        bench.Send(bench.Reconcile());
        bench.Written.Clear();
        bench.Say(new PositionReport("DU1", Apple, 0, 0));
        bench.Gateway.Unanswered.Clear();
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Hear();
        bench.Say(new PositionEnd());
        Assert.Single(bench.Requests.OfType<RequestPositions>());
        Assert.True(bench.Reconciled.Complete);
        Assert.Empty(bench.Reconciled.Differences);
    }

    [Fact]
    public void Orders_and_executions_of_others_are_told_and_left_alone()
    {
        var bench = Bench.Open();
        var ticket = new OrderTicket("DU1", string.Empty, "BUY", 10, "LMT", 5m, 0m, "DAY", false, string.Empty, 0, 0, true);
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        bench.Send(bench.Reconcile());
        bench.Say(new OpenOrder(0, 0, 51, Apple, ticket, "Submitted"));
        bench.Say(new OpenOrder(3, 9, 52, Apple, ticket with { OrderRef = "foreign" }, "Submitted"));
        bench.Say(new OpenOrder(900, 1, 53, Apple, ticket with { OrderRef = "ghost" }, "Submitted"));
        bench.Say(new OpenOrder(901, 1, 54, Apple, ticket with { OrderRef = "gone" }, "Cancelled"));
        bench.Say(new OpenOrderEnd());
        Assert.Equal(
            [("manual_order", 51L), ("manual_order", 52L), ("order_unknown", 53L)],
            bench.Reconciled.Differences.Select(difference => (difference.Kind, difference.PermId!.Value)));
        Assert.Equal(3, bench.Reconciled.OpenOrders!.Count);
        Assert.Empty(bench.Requests.OfType<CancelOrder>());

        // An id seen is never given out again.
        bench.Send(bench.Submit("next"));
        Assert.Equal(902, bench.Requests.OfType<PlaceOrder>().Single().OrderId);
    }

    [Fact]
    public void An_order_that_ended_since_the_list_was_first_asked_may_still_be_told_in_it()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var order = bench.Gateway.Named("a1").Open;
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        bench.Send(bench.Reconcile());
        bench.Say(order);
        bench.Pass(1);
        bench.Say(new GatewayError(1, 201, "no"));
        bench.Pass(6);
        Assert.False(bench.Reconciled.Complete);
        bench.Say(new OpenOrderEnd());
        bench.Pass(1);
        Assert.True(bench.Reconciled.Complete);
        Assert.DoesNotContain(bench.Reconciled.Differences, difference => difference.Kind == "order_unknown");
    }

    [Fact]
    public void An_order_that_ended_here_and_works_there_is_a_difference()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Say(new GatewayError(1, 201, "no"));
        bench.Pass(61);
        Assert.Contains(bench.Reconciled.Differences, difference => difference is { Kind: "order_unknown", ClientOrderId: "a1", Journal: "rejected" });
    }

    [Fact]
    public void Large_comparisons_are_cut_into_pages()
    {
        var bench = Bench.Open(new CoreOptions { MaxOrderQuantity = 10 });
        foreach (var i in Enumerable.Range(0, 900))
        {
            bench.Say(new ExecutionDetails(-1, 0, Apple, $"p{i}.01", "20261125 09:59:00 US/Eastern", "DU1", "BUY", 1, 10m, 99, 0, 1, 10m, string.Empty));
        }

        bench.Clear();
        bench.Send(bench.Reconcile());
        var pages = bench.Events<Reconciliation>("reconciliation");
        Assert.Equal(Enumerable.Range(1, 9).Select(page => ((long)page, page == 9)), pages.Select(page => (page.Page, page.Last)));
        Assert.Equal(900, pages.Sum(page => page.Executions!.Count));
        Assert.Equal(900, pages.SelectMany(page => page.Executions!).Select(execution => execution.ExecId).Distinct().Count());
        Assert.Single(pages.SelectMany(page => page.Differences));
        Assert.All(bench.Effects.OfType<Effects.Publish>(), publish => Assert.True(publish.Payload.Length < LargeObject));
    }

    [Fact]
    public void A_late_answer_to_an_earlier_question_cannot_make_an_order_vanish()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var order = bench.Gateway.Named("a1");
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        bench.Send(bench.Reconcile());
        // The answer's order comes in time, its end only after the question was given up and asked again.
        bench.Say(order.Open);
        bench.Pass(7);
        Assert.False(bench.Reconciled.Complete);
        bench.Say(new OpenOrderEnd());
        bench.Pass(1);
        Assert.True(bench.Reconciled.Complete);
        Assert.Equal(("accepted", 0), (bench.StatusOf("a1"), bench.Reconciled.Differences.Count));
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
    }

    [Fact]
    public void An_order_placed_and_named_while_the_lists_are_read_is_not_missing()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Send(bench.Reconcile());
        bench.Now += 1000;
        bench.Send(bench.Submit("a1"));
        // Its status alone tells of it; the list was answered before it was there.
        while (bench.Gateway.Said.TryDequeue(out var message))
        {
            if (message is not OpenOrder)
            {
                bench.Say(message);
            }
        }

        Assert.True(bench.Reconciled.Complete);
        Assert.Empty(bench.Reconciled.OpenOrders!);
        Assert.Equal(("accepted", 0), (bench.StatusOf("a1"), bench.Reconciled.Differences.Count));
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
    }

    [Fact]
    public void A_comparison_that_waits_behind_another_survives_two_lost_sessions()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Prompt = false;
        bench.Send(bench.Reconcile());
        bench.Say(bench.Gateway.Named("a1").Open with { PermId = 666 });
        bench.Drop();
        bench.Pass(0.1);
        bench.Say(new NextValidId(1));
        bench.Say(new ManagedAccounts(["DU1"]));
        bench.Prompt = true;
        bench.Drop();
        bench.Pass(11);
        Assert.Equal("open", bench.State.Orders);
    }
}
