using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Link;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class ErrorTableTests
{
    [Theory]
    [InlineData("rejected", 110, 200, 201, 203, 321, 460, 10243, 10250)]
    [InlineData("cancelled", 202)]
    [InlineData("lives", 404, 2137, 2161)]
    [InlineData("lives as asked", 2109)]
    [InlineData("may differ", 399, 10349)]
    [InlineData("refused change", 105, 329, 2102)]
    [InlineData("ask", 103, 104, 135, 136, 161, 10147, 10148, 520, 1234)]
    [InlineData("refused unless listed", 106, 133, 355, 10318, 999_999)]
    public void What_a_number_means_for_an_order(string meaning, params int[] codes)
    {
        var words = new Dictionary<ErrorEffect, string>
        {
            [ErrorEffect.OrderRejected] = "rejected",
            [ErrorEffect.OrderCancelled] = "cancelled",
            [ErrorEffect.OrderLives] = "lives",
            [ErrorEffect.OrderLivesAsAsked] = "lives as asked",
            [ErrorEffect.OrderMayDiffer] = "may differ",
            [ErrorEffect.ChangeRefused] = "refused change",
            [ErrorEffect.OrderAsk] = "ask",
            [ErrorEffect.OrderRefusedUnlessListed] = "refused unless listed",
        };
        Assert.All(codes, code => Assert.Equal(meaning, words[ErrorTable.OfOrder(code).Effect]));
    }

    [Theory]
    [InlineData("submitted", 399, 404, 10349, 2109, 105, 329)]
    [InlineData("rejected", 200, 201, 203, 460, 10243)]
    [InlineData("cancelled", 202)]
    public void What_a_new_order_is_after_a_number(string status, params int[] codes) => Assert.All(codes, code =>
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Send(bench.Submit("a1"));
        bench.Say(new GatewayError(1, code, "words"));
        Assert.Equal(status, bench.StatusOf("a1"));
    });

    [Theory]
    [InlineData("info", 399, "Order Message:\nBUY 100 AAPL NASDAQ.NMS\nWarning: your order will not be placed at the exchange until 2026-11-26 09:30:00 US/Eastern")]
    [InlineData("order", 399, "Order Message: BUY 100 AAPL Warning: your order was repriced so as not to cross a resting order")]
    [InlineData("info", 2109, "Order Event Warning: Attribute 'Outside Regular Trading Hours' is ignored. PlaceOrder is now being processed.")]
    [InlineData("info", 10349, "Order TIF was set to DAY based on order preset.")]
    [InlineData("order", 10349, "Order TIF was set to IOC based on order preset.")]
    [InlineData("order", 404, "Order held while securities are located.")]
    [InlineData("order", 2161, "the price of your order was capped")]
    [InlineData("order", 2137, "a warning of tomorrow")]
    public void Words_about_an_order_that_works_on_as_it_was_asked_for_are_no_alarm(string meaning, int code, string words)
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Say(new GatewayError(1, code, words));
        var notice = bench.Notices[^1];
        Assert.Equal((meaning, (long?)code, "a1", "unsupported"), (notice.Meaning, notice.TwsCode, notice.ClientOrderId, notice.Code));
        Assert.Equal("accepted", bench.StatusOf("a1"));
    }

    [Fact]
    public void A_stop_that_is_to_stay_and_is_made_one_of_the_day_is_told()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a1"));
        bench.Say(new GatewayError(bench.Gateway.Named("a1.sl").Placed.OrderId, 10349, "Order TIF was set to DAY based on order preset."));
        Assert.Equal(("order", "a1.sl"), (bench.Notices[^1].Meaning, bench.Notices[^1].ClientOrderId));
    }

    [Theory]
    [InlineData(133)]
    [InlineData(355)]
    [InlineData(10318)]
    public void A_number_nobody_knows_ends_a_new_order_that_is_in_no_list(int code)
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 2;
        bench.Send(bench.Bracket("a1"));
        bench.Say(new GatewayError(1, code, "Order size does not conform\nto market rule"));
        bench.Pass(1);
        var status = bench.Statuses("a1")[^1];
        Assert.Equal(("rejected", (long?)code, "Order size does not conform to market rule"), (status.Status, status.TwsCode, status.Reason));
        Assert.DoesNotContain(bench.Requests.OfType<CancelOrder>(), cancel => cancel.OrderId == 1);
        Assert.DoesNotContain(bench.Events<Reconciliation>("reconciliation").SelectMany(told => told.Differences), difference => difference.ClientOrderId == "a1");
    }

    [Fact]
    public void It_waits_for_every_list_and_outlives_a_restart()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Gateway.Unanswered.Add(typeof(RequestCompletedOrders));
        bench.Send(bench.Submit("a1"));
        bench.Say(new GatewayError(1, 355, "no"));
        bench.Pass(3);
        Assert.Equal("submitted", bench.StatusOf("a1"));
        bench.Restart();
        bench.Gateway.Unanswered.Clear();
        bench.Pass(30);
        Assert.Equal(("rejected", 355L), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].TwsCode));
    }

    [Fact]
    public void A_number_nobody_knows_leaves_an_order_alone_that_is_in_a_list()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Send(bench.Submit("a1"));
        bench.Gateway.Said.Clear();
        bench.Say(new GatewayError(1, 10318, "a warning of tomorrow"));
        bench.Prompt = true;
        bench.Pass(30);
        Assert.Equal("accepted", bench.StatusOf("a1"));
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
        bench.Say(new GatewayError(1, 10318, "a warning of tomorrow"));
        bench.Pass(30);
        Assert.Equal("accepted", bench.StatusOf("a1"));
    }

    [Fact]
    public void An_order_the_gateway_had_named_is_lost_and_not_rejected_when_it_is_in_no_list()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.Orders.Clear();
        bench.Say(new GatewayError(1, 10318, "a warning of tomorrow"));
        bench.Pass(30);
        Assert.Equal("lost", bench.StatusOf("a1"));
    }

    [Theory]
    [InlineData(105, "accepted")]
    [InlineData(110, "accepted")]
    [InlineData(201, "accepted")]
    [InlineData(2102, "accepted")]
    [InlineData(202, "cancelled")]
    public void What_a_working_order_is_after_a_number_that_answers_its_change(int code, string status)
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Prompt = false;
        bench.Send(bench.Modify("a1", limit: 50m));
        bench.Say(new GatewayError(1, code, "words"));
        Assert.Equal(status, bench.StatusOf("a1"));
        Assert.Equal(100m, bench.Statuses("a1")[^1].LimitPrice);
    }

    [Fact]
    public void A_cancel_the_gateway_cannot_do_asks_the_lists()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Gateway.Said.Clear();
        bench.Send(bench.Cancel("a1"));
        bench.Pass(1);
        Assert.Equal("filled", bench.StatusOf("a1"));
        Assert.True(Assert.Single(bench.Fills).Recovered);
    }

    [Fact]
    public void Every_number_has_one_rule_wherever_it_is_said()
    {
        Assert.Equal(ErrorTable.Known.Count(), ErrorTable.Known.Distinct().Count());
        Assert.All(ErrorTable.Known, code => Assert.Equal(ErrorTable.OfOrder(code), ErrorTable.OfLink(code)));
        Assert.Equal(ErrorEffect.Info, ErrorTable.OfLink(31_337).Effect);
        Assert.Equal(ErrorEffect.RequestRefused, ErrorTable.OfRequest(31_337).Effect);
        Assert.Equal(ErrorEffect.Info, ErrorTable.OfRequest(2150).Effect);
    }

    [Fact]
    public void Numbers_that_name_nobody_are_noticed()
    {
        var bench = Bench.Open();
        bench.Say(new GatewayError(-1, 31_337, "news"));
        Assert.Equal((31_337L, "info"), (bench.Notices[^1].TwsCode, bench.Notices[^1].Meaning));
        bench.Say(new GatewayError(4711, 200, "whose order?"));
        Assert.Equal((200L, "warning"), (bench.Notices[^1].TwsCode, bench.Notices[^1].Meaning));
    }
}
