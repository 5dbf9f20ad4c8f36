using Bridge.Core.Gateway;
using Bridge.Tws.Tests.Fakes;
using Bridge.Tws.Tests.Fixtures;

namespace Bridge.Tws.Tests.Incoming;

public sealed class OpenOrderTests
{
    private static readonly OrderTicket s_ticket = new(
        "DU1234567", "order-1", "BUY", 100, "LMT", 185.5m, null, "GTC", true, "group-1", 3, 12, true);

    public static TheoryData<string> Extras => ["plain", "None", "legs", "scale", "hedge", "delta", "algorithm", "all"];

    [Theory]
    [InlineData(176, "", 127)]
    [InlineData(177, "", 126)]
    [InlineData(178, "", 126)]
    [InlineData(176, "None", 135)]
    [InlineData(178, "None", 134)]
    public void The_built_message_has_as_many_fields_after_its_number_as_real_ones(int version, string deltaNeutral, int fields) =>
        Assert.Equal(fields, new OpenOrderText(version) { DeltaNeutralOrder = deltaNeutral }.Fields().Length - 1);

    [Theory]
    [MemberData(nameof(Extras))]
    public void Each_form_reads_the_same_order_at_each_version(string extra)
    {
        foreach (int version in (int[])[176, 177, 178])
        {
            OpenOrder read = Read.As<OpenOrder>(Form(version, extra).ToString(), version);
            Assert.Equal(s_ticket, read.Order);
            Assert.Equal("Submitted", read.Status);
            Assert.Equal(new Contract("AAPL", "STK", "SMART", "USD", 265598), read.Contract);
            Assert.Equal((13, 7, 1376327563L), (read.OrderId, read.ClientId, read.PermId));
        }
    }

    [Fact]
    public void A_recorded_message_has_as_many_fields_as_the_built_one() =>
        Assert.Equal(RecordedAapl.OpenOrder.Count(letter => letter == '|'), new OpenOrderText(176) { DeltaNeutralOrder = "None" }.Fields().Length);

    [Fact]
    public void A_recorded_market_order_is_read_with_no_prices()
    {
        OpenOrder read = Read.As<OpenOrder>(RecordedAapl.OpenOrder, 176);
        Assert.Equal(new OrderTicket("DU1234567", "", "BUY", 100, "MKT", null, null, "DAY", false, "", 3, 0, true), read.Order);
        Assert.Equal((5, 100, 600745656L, "PreSubmitted"), (read.OrderId, read.ClientId, read.PermId, read.Status));
    }

    [Fact]
    public void A_message_that_ends_before_its_status_is_unread()
    {
        string[] fields = new OpenOrderText(178).Fields();
        int status = Array.IndexOf(fields, "Submitted");
        Assert.IsType<OpenOrder>(Read.Message(string.Join('|', fields[..(status + 1)])));
        for (int kept = 1; kept <= status; kept++)
        {
            UnreadMessage unread = Read.As<UnreadMessage>(string.Join('|', fields[..kept]) + "|");
            Assert.StartsWith("the message ends after", unread.Problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("0.5", 1)]
    [InlineData("100.25", 101)]
    [InlineData("", 0)]
    public void A_fractional_order_of_somebody_else_is_told_rounded_up(string quantity, long told) =>
        Assert.Equal(told, Read.As<OpenOrder>(new OpenOrderText(178) { Quantity = quantity }.ToString()).Order.Quantity);

    [Theory]
    [InlineData("-1")]
    [InlineData("1e25")]
    [InlineData("many")]
    public void A_quantity_that_no_order_can_have_is_unread(string quantity) =>
        Assert.NotEmpty(Read.As<UnreadMessage>(new OpenOrderText(178) { Quantity = quantity }.ToString()).Problem);

    [Fact]
    public void A_hostile_count_of_legs_ends_with_the_message()
    {
        UnreadMessage unread = Read.As<UnreadMessage>(WithLegs(2147483646));
        Assert.StartsWith("the message ends after", unread.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-2147483648)]
    public void A_negative_count_is_unread(int count) =>
        Assert.Contains($"counts {count} items", Read.As<UnreadMessage>(WithLegs(count)).Problem, StringComparison.Ordinal);

    private static string WithLegs(int count)
    {
        string text = new OpenOrderText(178).ToString();
        string claimed = text.Replace("|0|0|0|2147483647|", $"|{count}|0|0|2147483647|", StringComparison.Ordinal);
        Assert.NotEqual(text, claimed);
        return claimed;
    }

    private static OpenOrderText Form(int version, string extra) => new OpenOrderText(version) with
    {
        DeltaNeutralOrder = extra is "None" or "all" ? "None" : "",
        Legs = extra is "legs" or "all" ? 2 : 0,
        Scale = extra is "scale" or "all",
        Hedge = extra is "hedge" or "all",
        DeltaNeutralContract = extra is "delta" or "all",
        Algorithm = extra is "algorithm" or "all",
    };
}
