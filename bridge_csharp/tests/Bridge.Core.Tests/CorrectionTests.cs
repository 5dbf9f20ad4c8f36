using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>An execution that is corrected afterwards: the order follows what was executed in truth, and its protection what is held.</summary>
public sealed class CorrectionTests
{
    private static readonly string[] Children = ["b.sl", "b.tp"];

    [Fact]
    public void A_correction_that_lowers_a_working_order_is_told_and_its_protection_is_for_what_was_bought_in_truth()
    {
        var (bench, entry, execution) = Bought(60);
        var stale = entry.Told;
        Correct(bench, entry, execution, 40, price: 101m);
        Assert.Equal(("partially_filled", 40L, 60L, 101m), Figures(bench, "b"));

        // A figure from before the correction does not raise it again, nor does what the end of the order says.
        bench.Say(stale);
        Assert.Equal(40, bench.Statuses("b")[^1].Filled);
        bench.Send(bench.Cancel("b"));
        bench.Say(stale with { Status = "Cancelled" });
        Assert.Equal(("cancelled", 40L, 60L, 101m), Figures(bench, "b"));
        Assert.Equal([40L, 40L], Children.Select(name => bench.Gateway.Named(name).Placed.Order.Quantity));
    }

    [Fact]
    public void What_is_bought_after_a_correction_counts_on_and_the_last_of_it_fills_the_order()
    {
        var (bench, entry, execution) = Bought(60);
        Correct(bench, entry, execution, 40);
        bench.Gateway.Fill(entry, 60);
        bench.Hear();
        Assert.Equal(("filled", 100L, 0L, 100m), Figures(bench, "b"));
        Assert.Equal([100L, 100L], Children.Select(name => bench.Gateway.Named(name).Placed.Order.Quantity));
    }

    [Theory]
    [InlineData(100, "filled")]
    [InlineData(90, "cancelled")]
    public void A_correction_after_the_end_lowers_the_protection_with_it_and_is_noticed(long bought, string status)
    {
        var (bench, entry, execution) = Bought(bought);
        bench.Send(bench.Cancel("b"));
        Correct(bench, entry, execution, 80);
        Assert.Equal((status, 80L, 20L, 100m), Figures(bench, "b"));
        Assert.Equal([80L, 80L], Children.Select(name => bench.Gateway.Named(name).Placed.Order.Quantity));
        var told = Assert.Single(bench.Notices, notice => notice.Code == "order_final");
        Assert.Equal(("b", "warning", "none"), (told.ClientOrderId, told.Meaning, told.Action));
        Assert.Contains($"from {bought} to 80", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_price_that_is_corrected_after_the_end_is_told()
    {
        var (bench, entry, execution) = Bought(100);
        Correct(bench, entry, execution, 100, price: 101m);
        Assert.Equal(("filled", 100L, 0L, 101m), Figures(bench, "b"));
        Assert.Equal(["accepted", "accepted"], Children.Select(bench.StatusOf));
        Assert.DoesNotContain(bench.Notices, notice => notice.Code == "order_final");
    }

    [Fact]
    public void A_bust_leaves_nothing_to_protect()
    {
        var (bench, entry, execution) = Bought(100);
        Correct(bench, entry, execution, 0);
        Assert.Equal(("filled", 0L, 100L, null), Figures(bench, "b"));
        bench.Pass(1);
        Assert.Equal(["cancelled", "cancelled"], Children.Select(bench.StatusOf));
        Assert.DoesNotContain(bench.Notices, notice => notice.Action == "unprotected");

        // Made good again, the shares stand without protection.
        Correct(bench, entry, execution, 100, revision: 3);
        bench.Pass(1);
        Assert.Contains(bench.Notices, notice => notice is { Action: "unprotected", ClientOrderId: "b.sl" });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_correction_that_only_a_comparison_tells_counts_as_much(bool restarted)
    {
        var (bench, entry, execution) = Bought(100);
        bench.Gateway.Executions[0] = Correction(entry, execution, 80, execution.Price, revision: 2);
        bench.Gateway.Positions["AAPL"] = 80;
        if (restarted)
        {
            bench.Restart();
            bench.Pass(1);
        }
        else
        {
            bench.Send(bench.Reconcile());
        }

        Assert.Equal(("filled", 80L, 20L, 100m), Figures(bench, "b"));
        Assert.Equal([80L, 80L], Children.Select(name => bench.Gateway.Named(name).Placed.Order.Quantity));
        Assert.Equal("fill_recovered", Assert.Single(bench.Reconciled.Differences).Kind);
    }

    [Fact]
    public void After_a_restart_a_figure_from_before_the_correction_raises_nothing_either()
    {
        var (bench, entry, execution) = Bought(60);
        Correct(bench, entry, execution, 40);
        entry.Filled = 60;
        bench.Restart();
        bench.Pass(1);
        Assert.Equal(40, Assert.Single(bench.Reconciled.OpenOrders!, order => order.ClientOrderId == "b").Filled);
        bench.Send(bench.Cancel("b"));
        Assert.Equal(("cancelled", 40L, 60L, 100m), Figures(bench, "b"));
        Assert.Equal([40L, 40L], Children.Select(name => bench.Gateway.Named(name).Placed.Order.Quantity));
    }

    [Fact]
    public void A_correction_whose_first_word_was_never_heard_wins_over_the_figure_of_before()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("b"));
        var entry = bench.Gateway.Named("b");
        var execution = bench.Gateway.Fill(entry, 60);
        bench.Gateway.Said.Clear();
        bench.Say(entry.Told);
        Correct(bench, entry, execution, 40);
        Assert.Equal(("partially_filled", 40L, 60L, 100m), Figures(bench, "b"));
    }

    [Fact]
    public void A_broker_that_calls_it_filled_by_its_figure_of_before_protects_no_more_than_was_executed()
    {
        var (bench, entry, execution) = Bought(60);
        Correct(bench, entry, execution, 40);
        bench.Say(bench.Gateway.Fill(entry, 40) with { CumulativeQuantity = 100 });
        bench.Say(entry.Told with { Status = "Filled", Filled = 100, Remaining = 0 });
        Assert.Equal(("filled", 80L, 20L, 100m), Figures(bench, "b"));
        Assert.Equal([80L, 80L], Children.Select(name => bench.Gateway.Named(name).Placed.Order.Quantity));
    }

    [Fact]
    public void What_an_exit_lowered_is_lowered_by_a_correction_too_and_cancelled_where_it_sold_as_much_already()
    {
        var (bench, entry, execution) = Bought(100);
        bench.Send(bench.Modify("b.sl", quantity: 60));
        bench.Gateway.Fill(bench.Gateway.Named("b.tp"), 30);
        bench.Hear();
        bench.Send(bench.Modify("b.tp", quantity: 45));
        Correct(bench, entry, execution, 80);
        Assert.Equal(40, bench.Gateway.Named("b.sl").Placed.Order.Quantity);
        Assert.Equal("cancelled", bench.StatusOf("b.tp"));
    }

    [Fact]
    public void A_stop_that_sold_less_in_truth_leaves_shares_without_protection_and_that_is_told()
    {
        var (bench, _, _) = Bought(100);
        bench.Send(bench.Cancel("b.tp"));
        var stop = bench.Gateway.Named("b.sl");
        var sold = bench.Gateway.Fill(stop, 100, 90m);
        bench.Hear();
        bench.Pass(1);
        Assert.DoesNotContain(bench.Notices, notice => notice.Action == "unprotected");
        Correct(bench, stop, sold, 70);
        bench.Pass(1);
        Assert.Equal(("filled", 70L, 30L, 90m), Figures(bench, "b.sl"));
        Assert.Contains(bench.Notices, notice => notice is { Action: "unprotected", ClientOrderId: "b.sl" });
    }

    private static (Bench Bench, SimOrder Entry, ExecutionDetails Execution) Bought(long shares)
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("b"));
        var entry = bench.Gateway.Named("b");
        var execution = bench.Gateway.Fill(entry, shares);
        bench.Hear();
        return (bench, entry, execution);
    }

    private static void Correct(Bench bench, SimOrder order, ExecutionDetails execution, long shares, decimal? price = null, int revision = 2)
    {
        var correction = Correction(order, execution, shares, price ?? execution.Price, revision);
        bench.Gateway.Executions[bench.Gateway.Executions.FindIndex(told => told.ExecId[..^2] == execution.ExecId[..^2])] = correction;
        bench.Say(correction);
    }

    private static ExecutionDetails Correction(SimOrder order, ExecutionDetails execution, long shares, decimal price, int revision)
    {
        order.Filled = shares;
        return execution with { ExecId = $"{execution.ExecId[..^2]}{revision:d2}", Shares = shares, Price = price, CumulativeQuantity = shares };
    }

    private static (string Status, long Filled, long Remaining, decimal? AveragePrice) Figures(Bench bench, string order)
    {
        var told = bench.Statuses(order)[^1];
        return (told.Status, told.Filled, told.Remaining, told.AvgPrice);
    }
}
