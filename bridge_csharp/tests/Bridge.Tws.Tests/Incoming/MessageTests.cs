using Bridge.Core.Gateway;
using Bridge.Tws.Tests.Fakes;
using Bridge.Tws.Tests.Fixtures;

namespace Bridge.Tws.Tests.Incoming;

public sealed class MessageTests
{
    private static readonly Contract s_aapl = new("AAPL", "STK", "IEX", "USD", 265598);

    [Fact]
    public void Session_messages()
    {
        Assert.Equal(["DU1234567"], Read.As<ManagedAccounts>(RecordedAapl.ManagedAccounts).Accounts);
        Assert.Equal(["DU1", "DU2"], Read.As<ManagedAccounts>("15|1|DU1, DU2,").Accounts);
        Assert.Equal(new NextValidId(5), Read.Message(RecordedAapl.NextValidId));
        Assert.Equal(new CurrentTime(4102444800), Read.Message("49|1|4102444800"));
    }

    [Theory]
    [InlineData("4|2|-1|2104|Market data farm connection is OK:usfarm||", -1, 2104, "Market data farm connection is OK:usfarm")]
    [InlineData("4|2|41|202|Order Canceled - reason:", 41, 202, "Order Canceled - reason:")]
    [InlineData("4|2|7|201|Bestellung zur\\u00fcckgewiesen|{}", 7, 201, "Bestellung zurückgewiesen")]
    public void Errors_with_and_without_the_reject_as_json(string text, int request, int code, string words) =>
        Assert.Equal(new GatewayError(request, code, words), Read.Message(text));

    [Fact]
    public void Ticks()
    {
        Assert.Equal(new TickPrice(9001, 1, 185.5, 100), Read.Message("1|6|9001|1|185.50|100|7"));
        Assert.Equal(new TickPrice(9001, 68, -1, 0), Read.Message("1|6|9001|68|-1.0||0"));
        Assert.Equal(new TickSize(9001, 0, 150.5m), Read.Message("2|6|9001|0|150.5"));
        Assert.Equal(new MarketDataType(9001, 3), Read.Message("58|1|9001|3"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.7976931348623157E308")]
    [InlineData("1.7976931348623157e+308")]
    [InlineData("Infinity")]
    [InlineData("2147483647e300")]
    [InlineData("NaN")]
    public void A_price_that_is_unset_is_not_a_number(string price) =>
        Assert.True(double.IsNaN(Read.As<TickPrice>($"1|6|1|1|{price}|1|0").Price));

    [Fact]
    public void Realtime_bars_are_told_as_they_come_bad_ones_too()
    {
        RealtimeBar bar = Read.As<RealtimeBar>("50|3|9001|1678323335|4028.75|4029.00|4028.25|4028.50|2|4026.75|1");
        Assert.Equal(new RealtimeBar(9001, 1678323335, 4028.75, 4029, 4028.25, 4028.5, 2, 4026.75, 1), bar);
        Assert.Equal(-1, Read.As<RealtimeBar>("50|3|9001|1678323335|-1|0|NaN|4028.50|-1|-1|-1").Volume);
    }

    [Theory]
    [InlineData("-1", "-1", "-1")]
    [InlineData("", "", "")]
    [InlineData("NaN", "nan", "2147483647")]
    [InlineData("1.7976931348623157E308", "Infinity", "0")]
    public void Bars_of_an_index_have_no_volume_and_are_read(string volume, string wap, string count)
    {
        RealtimeBar bar = Read.As<RealtimeBar>($"50|3|9001|1678323335|18.1|18.2|18.0|18.1|{volume}|{wap}|{count}|");
        Assert.Equal((18.1, 18.2, 18.0, 18.1), (bar.Open, bar.High, bar.Low, bar.Close));
        Assert.False(bar.Volume >= 0);
        HistoricalBar past = Assert.Single(Read.As<HistoricalData>($"17|9000|s|e|1|20230413|18.1|18.2|18.0|18.1|{volume}|{wap}|{count}|").Bars);
        Assert.Equal((bar.Volume, bar.Wap, bar.Count), (past.Volume, past.Wap, past.Count));
    }

    [Fact]
    public void History()
    {
        const string Two = "2|20230413|182.94|186.5|180.94|185.9|948837.22|184.869|324891|1678323335|1|2|3|4|5|6|7";
        HistoricalData data = Read.As<HistoricalData>($"17|9000|s|e|{Two}");
        Assert.True(data.Complete);
        Assert.Equal(
            [
                new HistoricalBar("20230413", 182.94, 186.5, 180.94, 185.9, 948837.22, 184.869, 324891),
                new HistoricalBar("1678323335", 1, 2, 3, 4, 5, 6, 7),
            ],
            data.Bars);
        Assert.Empty(Read.As<HistoricalData>("17|9000|s|e|0").Bars);
        Assert.IsType<UnreadMessage>(Read.Message("17|9000|s|e|2000000000|20230413|1"));
    }

    [Fact]
    public void Order_status_before_and_after_the_first_fill()
    {
        Assert.Equal(
            new OrderStatus(5, "Filled", 100, 0, 201.94m, 600745656, 0, 100, ""), Read.Message(RecordedAapl.OrderStatus));
        Assert.Equal(
            new OrderStatus(41, "Inactive", 0, 100, null, 71270927, 40, 7, "locate"),
            Read.Message("3|41|Inactive|0|100|0|71270927|40|0|7|locate|0"));
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("2147483647", "9223372036854775807", "1.7976931348623157e+308")]
    [InlineData("0", "0", "170141183460469231731687303715884105727")]
    public void Ids_and_prices_that_are_unset_are_told_as_none(string id, string permId, string price) =>
        Assert.Equal(
            new OrderStatus(5, "PreSubmitted", 0, 100, null, 0, 0, 0, ""),
            Read.Message($"3|5|PreSubmitted|0|100|{price}|{permId}|{id}|0|{id}||0"));

    [Theory]
    [InlineData(176, "|2|")]
    [InlineData(178, "|2|0|")]
    public void Executions_with_and_without_the_field_of_178(int version, string tail)
    {
        string text = RecordedAapl.Execution[..^3] + tail;
        Assert.Equal(
            new ExecutionDetails(
                -1,
                5,
                s_aapl,
                "0000e0d5.67fe667b.01.01",
                "20250415  19:38:31",
                "DU1234567",
                "BUY",
                Shares: 100,
                Price: 201.94m,
                PermId: 600745656,
                ClientId: 100,
                CumulativeQuantity: 100,
                AveragePrice: 201.94m,
                OrderRef: ""),
            Read.Message(text, version));
    }

    [Fact]
    public void A_sale_and_a_side_nobody_knows()
    {
        Assert.Equal("SELL", Read.As<ExecutionDetails>(RecordedAapl.Execution.Replace("BOT", "SLD", StringComparison.Ordinal)).Side);
        UnreadMessage unread = Read.As<UnreadMessage>(RecordedAapl.Execution.Replace("BOT", "XXX", StringComparison.Ordinal));
        Assert.Equal("an execution of side 'XXX'; BOT or SLD was expected", unread.Problem);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("170141183460469231731687303715884105727", "1.7976931348623157E308")]
    [InlineData("2147483647", "Infinity")]
    public void An_execution_counts_without_what_is_only_told_beside_it(string cumulative, string average)
    {
        ExecutionDetails told = Read.As<ExecutionDetails>(
            $"11|-1|5|265598|AAPL|STK||0.0|||IEX|USD|AAPL|NMS|e.01.01|20230224  12:04:56 US/Eastern|DU1|IEX|BOT|100|150.25|1377|1|0|{cumulative}|{average}|a1|||1|0");
        Assert.Equal((100m, 150.25m, 0m, 0m, "a1"), (told.Shares, told.Price, told.CumulativeQuantity, told.AveragePrice, told.OrderRef));
    }

    [Fact]
    public void A_status_counts_without_what_remains() =>
        Assert.Equal(
            new OrderStatus(5, "Submitted", 0, 0, null, 1377, 0, 1, ""),
            Read.Message("3|5|Submitted|0|170141183460469231731687303715884105727|0|1377|0|0|1||0"));

    [Theory]
    [InlineData("3|5|Submitted|1e20|0|0|1377|0|0|1||0")]
    [InlineData("11|-1|5|1|A|STK||0.0|||IEX|USD|A|A|e.01.01|20230224  12:04:56|DU1|IEX|BOT|100|1e27|1377|1|0|100|1|a1|||1|0")]
    [InlineData("11|-1|5|1|A|STK||0.0|||IEX|USD|A|A|e.01.01|20230224  12:04:56|DU1|IEX|BOT|100|1|1377|1|0|1e20|1|a1|||1|0")]
    [InlineData("11|-1|5|1|A|STK||0.0|||IEX|USD|A|A|e.01.01|20230224  12:04:56|DU1|IEX|BOT|1e15|1|1377|1|0|1|1|a1|||1|0")]
    [InlineData("61|3|DU1|1|A|STK||0.0|||IEX|USD|A|A|-1e13|1")]
    [InlineData("59|1|e.01|79228162514264337593543950335|USD|||")]
    public void A_number_larger_than_anything_traded_is_unread(string text) =>
        Assert.Contains("a number up to 1e12 was expected", Read.As<UnreadMessage>(text).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("1.7976931348623157E308", null)]
    [InlineData("-12.5", -12.5)]
    [InlineData("", null)]
    public void Commissions_with_and_without_a_profit(string profit, double? told) =>
        Assert.Equal(
            new CommissionReport("0000e0d5.67fe667b.01.01", 1.0m, "USD", (decimal?)told),
            Read.Message($"59|1|0000e0d5.67fe667b.01.01|1.0|USD|{profit}|1.7976931348623157E308||"));

    [Fact]
    public void A_commission_without_an_amount_is_unread() =>
        Assert.Equal("field 3 is unset; a number was expected", Read.As<UnreadMessage>("59|1|e.1|1.7976931348623157E308|USD|||").Problem);

    [Fact]
    public void Positions_and_accounts()
    {
        Assert.Equal(
            new PositionReport("DU1234567", new Contract("TSLA", "STK", "NASDAQ", "USD", 76792991), 500, 196.77m),
            Read.Message("61|3|DU1234567|76792991|TSLA|STK||0.0|||NASDAQ|USD|TSLA|NMS|500|196.77|"));
        Assert.Equal(new AccountValue("DU1", "NetLiquidation", "100.5", "USD"), Read.Message("6|2|NetLiquidation|100.5|USD|DU1"));
        Assert.Equal(new AccountValue("DU1", "CashBalance", "94629.71", "USD"), Read.Message("73|1|9000|DU1||CashBalance|94629.71|USD||"));
        Assert.Equal(new AccountValue("DU1", "AccountType", "FA", ""), Read.Message("63|1|9000|DU1|AccountType|FA||"));
    }

    [Fact]
    public void Ends_of_lists()
    {
        Assert.Equal(new ContractDetailsEnd(9000), Read.Message("52|1|9000"));
        Assert.Equal(new OpenOrderEnd(), Read.Message("53|1"));
        Assert.Equal(new AccountValuesEnd("DU1"), Read.Message("54|1|DU1"));
        Assert.Equal(new ExecutionDetailsEnd(7), Read.Message("55|1|7"));
        Assert.Equal(new PositionEnd(), Read.Message("62|1"));
        Assert.Equal(new CompletedOrdersEnd(), Read.Message("102"));
    }

    [Fact]
    public void Contract_details() =>
        Assert.Equal(
            new ContractDetails(9000, new Contract("AAPL", "STK", "SMART", "USD", 265598), "NASDAQ", 0.01),
            Read.Message("10|9000|AAPL|STK||0||SMART|USD|AAPL|NMS|NMS|265598|0.01||ACTIVETIM,AD|SMART,AMEX|1|0|APPLE INC|NASDAQ||Technology|more"));

    [Theory]
    [InlineData("46|6|9001|45|2023-03-13 09:30:00", 46)]
    [InlineData("99|9001|4|1678740829|3895.375", 99)]
    [InlineData("7|8", 7)]
    public void Kinds_that_nobody_asked_for_are_passed_over_without_a_problem(string text, int kind) =>
        Assert.Equal(new UnreadMessage(kind, ""), Read.Message(text));

    [Theory]
    [InlineData("108|9000|s|e", 108)]
    [InlineData("5000000|x", 5000000)]
    [InlineData("0|x", 0)]
    public void Unknown_kinds_are_named(string text, int kind) =>
        Assert.Equal(new UnreadMessage(kind, $"messages of kind {kind} are not known"), Read.Message(text));

    [Theory]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("abc|1")]
    [InlineData("3x|1")]
    [InlineData("-3|1")]
    [InlineData("99999999999|1")]
    [InlineData(" 3|1")]
    public void Without_a_number_it_is_no_message(string text) => Assert.Equal(-1, Read.As<UnreadMessage>(text).MessageId);

    [Fact]
    public void An_empty_frame_is_no_message() =>
        Assert.Equal(new UnreadMessage(-1, "a message without a number: ''"), new Codec.ClassicCodec(178).Decode([]));

    [Theory]
    [InlineData("9|1||", "field 2 is ''; a whole number was expected")]
    [InlineData("9|1|five", "field 2 is 'five'; a whole number was expected")]
    [InlineData("9|1", "the message ends after 1 fields")]
    [InlineData("49|1|1.5", "field 2 is '1.5'; a whole number was expected")]
    [InlineData("3|5|Filled|much|0|1|1|0|1|1||0", "field 3 is 'much'; a number was expected")]
    [InlineData("3|5|Filled|1|0|1|perm|0|1|1||0", "field 6 is 'perm'; a whole number was expected")]
    [InlineData("3|5|Filled|1|0|1|1|par\u0001nt|1|1||0", "field 7 is 'par?nt'; a whole number was expected")]
    [InlineData("1|6|1|1|cheap|1|0", "field 4 is 'cheap'; a number was expected")]
    public void A_field_that_cannot_be_read_is_named(string text, string problem) =>
        Assert.Equal(problem, Read.As<UnreadMessage>(text).Problem);

    [Fact]
    public void A_long_field_is_cut_in_the_problem() =>
        Assert.Contains(new string('x', 40) + "…", Read.As<UnreadMessage>($"9|1|{new string('x', 5000)}").Problem, StringComparison.Ordinal);
}
