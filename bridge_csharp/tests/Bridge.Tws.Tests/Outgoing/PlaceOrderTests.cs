using Bridge.Core.Gateway;
using Bridge.Tws.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tws.Tests.Outgoing;

public sealed class PlaceOrderTests
{
    private static readonly Contract s_contract = new("TSLA", "STK", "SMART", "USD");

    private static readonly OrderTicket s_limit = new(
        "DU1234567", "order-1", "SELL", 25, "LMT", 185.50m, null, "GTC", true, "group-1", 3, 12, false);

    [Theory]
    [InlineData(176, 114)]
    [InlineData(177, 113)]
    [InlineData(178, 113)]
    public void A_plain_limit_order_has_as_many_fields_after_its_number_as_real_clients_write(int version, int fields) =>
        Assert.Equal(fields, Fields(s_limit, version).Length - 1);

    [Theory]
    [InlineData(176, 47)]
    [InlineData(178, 46)]
    public void What_the_ticket_says_stands_where_the_table_puts_it(int version, int ocaType)
    {
        string[] fields = Fields(s_limit, version);
        string[] terms = ["SELL", "25", "LMT", "185.50", "", "GTC", "group-1", "DU1234567", "", "0", "order-1", "0", "12"];
        Assert.Equal(["3", "13", "0", "TSLA", "STK", "", "0", "", "", "SMART", "", "USD", "", "", "", ""], fields[..16]);
        Assert.Equal(terms, fields[16..29]);
        Assert.Equal("1", fields[33]); // outside regular hours
        Assert.Equal(["-1", "3"], fields[(ocaType - 1)..(ocaType + 1)]);
    }

    [Fact]
    public void A_market_order_has_no_prices_not_even_zero()
    {
        string[] fields = Fields(s_limit with { OrderType = "MKT", LimitPrice = 0, StopPrice = null }, 178);
        Assert.Equal(["MKT", "", ""], fields[18..21]);
    }

    // A market order of a recorded session, as a gateway took it. Its last two fields came with later versions.
    [Fact]
    public void A_market_order_is_what_a_recorded_client_wrote()
    {
        const string Recorded =
            "3|13|0|TSLA|STK||0|||SMART||USD|||||BUY|100|MKT|||||||0||1|0|0|0|0|0|0|0||0||||||||0||-1|0|||0|||0|0||0||||||0|||||0|||||||||||0|||0|0|||0"
            + "||0|0|0|0|||||||0|||||||||0|0|0|0|||0|";
        var ticket = new OrderTicket("", "", "BUY", 100, "MKT", null, null, "", false, "", 0, 0, true);
        Assert.Equal(Recorded, Read.Request(new PlaceOrder(13, s_contract, ticket), 176)[..Recorded.Length]);
    }

    // What ib_async 2.1 puts on the wire for the same order; it writes three fields in another way, which means the same.
    [Theory]
    [InlineData(176, "|")]
    [InlineData(178, "")]
    public void A_limit_order_is_what_another_client_writes(int version, string profile)
    {
        string theirs =
            "3|13|0|TSLA|STK||0.0|||SMART||USD|||||SELL|25|LMT|185.50||GTC|group-1|DU1234567|O|0|order-1|0|12|0|0|0|0|1|0||0.0||||" + profile
            + "|||0||-1|3|||0|||0|0||0||||||0|||||0|||||||||||0|||0|0|||0||0|0|0|0|||||||0|||||||||0|0|0|0|||0||";
        string same = theirs.Replace("|0.0|", "|0|", StringComparison.Ordinal).Replace("|O|0|", "||0|", StringComparison.Ordinal);
        Assert.Equal(same, Read.Request(new PlaceOrder(13, s_contract, s_limit), version));
    }

    [Fact]
    public void What_is_placed_comes_back_as_it_was_at_each_version()
    {
        Gen<string> word = Gen.Elements("DU1234567", "order-1", "a", "0", "x y", "~!\"'{}\\");
        Gen<decimal?> price = Gen.OneOf(
            Gen.Constant((decimal?)null), Gen.Choose(1, int.MaxValue).Select(number => (decimal?)(number / 10_000m)));
        Arbitrary<(PlaceOrder, int)> orders = Arb.From(
            from text in word.ArrayOf(5)
            from quantity in Gen.Choose(1, 1_000_000)
            from limit in price
            from stop in price
            from flags in ArbMap.Default.GeneratorFor<bool>().ArrayOf(2)
            from numbers in Gen.Choose(0, int.MaxValue - 1).ArrayOf(3)
            from oca in Gen.Choose(0, 3)
            from version in Gen.Choose(176, 178)
            select (
                new PlaceOrder(
                    numbers[0],
                    s_contract with { ConId = numbers[1] },
                    new OrderTicket(
                        text[0],
                        text[1],
                        flags[0] ? "BUY" : "SELL",
                        quantity,
                        text[2],
                        limit,
                        stop,
                        text[3],
                        flags[1],
                        text[4],
                        oca,
                        numbers[2],
                        Transmit: true)),
                version));
        Prop.ForAll(orders, one => Echo(one.Item1, one.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    // What a gateway tells of an order it was just given.
    private static bool Echo(PlaceOrder placed, int version)
    {
        string[] order = Read.Request(placed, version).Split('|');
        int ocaType = version < 177 ? 47 : 46;
        string[] told = new OpenOrderText(version).Fields();
        told[1] = order[1];
        string[] contract = [.. order[2..9], order[9], order[11], order[12], order[13]];
        contract.CopyTo(told, 2);
        order[16..29].AsSpan(0, 11).CopyTo(told.AsSpan(13));
        told[26] = order[33];
        told[version < 177 ? 54 : 53] = order[ocaType];
        told[version < 177 ? 58 : 57] = order[28];
        OpenOrder read = Read.As<OpenOrder>(string.Join('|', told), version);
        return read.OrderId == placed.OrderId && read.Contract == placed.Contract && read.Order == placed.Order;
    }

    private static string[] Fields(OrderTicket order, int version) =>
        Read.Request(new PlaceOrder(13, s_contract, order), version).Split('|');
}
