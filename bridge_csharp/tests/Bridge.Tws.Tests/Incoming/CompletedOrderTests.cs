using Bridge.Core.Gateway;
using Bridge.Tws.Tests.Fakes;
using Bridge.Tws.Tests.Fixtures;

namespace Bridge.Tws.Tests.Incoming;

public sealed class CompletedOrderTests
{
    // What stands between the status and the filled quantity of the recorded order.
    private const string NoConditions = "|Filled|100|0|0|150.25|";

    [Fact]
    public void A_recorded_one()
    {
        CompletedOrder read = Read.As<CompletedOrder>(RecordedAapl.CompletedOrder, 176);
        Assert.Equal((1377295418L, "Filled", 0m, "Filled"), (read.PermId, read.Status, read.Filled, read.CompletedStatus));
        Assert.Equal(new Contract("AAPL", "STK", "SMART", "USD", 265598), read.Contract);
        Assert.Equal(new OrderTicket("DU1234567", "", "BUY", 100, "MKT", null, null, "DAY", false, "", 3, 0, true), read.Order);
    }

    [Theory]
    [InlineData(177)]
    [InlineData(178)]
    public void From_177_on_it_comes_without_the_profile(int version)
    {
        string shorter = RecordedAapl.CompletedOrder.Replace("|0|0|0|||||||||||0||-1|", "|0|0|0||||||||||0||-1|", StringComparison.Ordinal);
        Assert.Equal(Read.As<CompletedOrder>(RecordedAapl.CompletedOrder, 176), Read.As<CompletedOrder>(shorter, version));
    }

    [Theory]
    [InlineData("1|1|a|1|150|265598|SMART|0|1|0")]
    [InlineData("2|3|a|1|20250101|4|a|1|30|1|0")]
    [InlineData("3|5|a|STK|SMART|AAPL|6|a|1|1000|265598|SMART|7|a|1|5|265598|SMART|0|0")]
    public void Conditions_of_every_kind_are_passed_over(string conditions)
    {
        string text = RecordedAapl.CompletedOrder.Replace(NoConditions, $"|Filled|1|0|{conditions}|150.25|", StringComparison.Ordinal);
        CompletedOrder read = Read.As<CompletedOrder>(text, 176);
        Assert.Equal(("Filled", 0m, "Filled"), (read.Status, read.Filled, read.CompletedStatus));
    }

    [Fact]
    public void A_condition_of_an_unknown_kind_makes_it_unread()
    {
        string text = RecordedAapl.CompletedOrder.Replace(NoConditions, "|Filled|1|0|1|2|a|150.25|", StringComparison.Ordinal);
        Assert.Equal("an order condition of kind 2, which is not known", Read.As<UnreadMessage>(text, 176).Problem);
    }

    [Fact]
    public void An_order_pegged_to_a_benchmark_has_five_more_fields()
    {
        string text = RecordedAapl.CompletedOrder
            .Replace("|100|MKT|", "|100|PEG BENCH|", StringComparison.Ordinal)
            .Replace(NoConditions, "|Filled|1|0|265598|0|1|1|SMART|0|150.25|", StringComparison.Ordinal);
        Assert.Equal("Filled", Read.As<CompletedOrder>(text, 176).CompletedStatus);
    }
}
