using Bridge.Contracts.Commands;

namespace Bridge.Contracts.Tests;

public sealed class CommandWriterTests
{
    private static readonly OrderSubmit Order = (OrderSubmit)Read("order.submit: all");

    [Fact]
    public void A_repeat_by_a_later_core_has_the_same_fingerprint() =>
        Assert.Equal(
            CommandWriter.Fingerprint(Order),
            CommandWriter.Fingerprint(Order with { Epoch = 9, TsNs = 1, ExpiresTsNs = 2 }));

    [Fact]
    public void Another_body_has_another_fingerprint()
    {
        Command[] others =
        [
            Order with { Quantity = 121 },
            Order with { LimitPrice = 187.26m },
            Order with { Id = "other" },
            Order with { Protection = null },
            Order with { Protection = Order.Protection! with { StopLossPrice = 180.51m } },
        ];

        Assert.All(others, other => Assert.NotEqual(CommandWriter.Fingerprint(Order), CommandWriter.Fingerprint(other)));
    }

    [Fact]
    public void A_price_written_with_zeros_is_the_same_price() =>
        Assert.Equal(CommandWriter.Fingerprint(Order), CommandWriter.Fingerprint(Order with { LimitPrice = 187.2500m }));

    [Fact]
    public void The_same_body_under_another_name_has_another_fingerprint()
    {
        var subscribe = (MarketSubscribe)Read("market.subscribe: stock");
        var unsubscribe = (MarketUnsubscribe)Read("market.unsubscribe: all");

        Assert.Equal(CommandWriter.Write(subscribe), CommandWriter.Write(unsubscribe));
        Assert.NotEqual(CommandWriter.Fingerprint(subscribe), CommandWriter.Fingerprint(unsubscribe));
    }

    [Fact]
    public void An_order_is_known_by_its_parameters_whatever_the_command()
    {
        Assert.Equal(CommandWriter.OrderFingerprint(Order), CommandWriter.OrderFingerprint(Order with { Id = "other", TsNs = 5 }));
        Assert.NotEqual(CommandWriter.OrderFingerprint(Order), CommandWriter.OrderFingerprint(Order with { Side = "SELL" }));
    }

    private static Command Read(string title)
    {
        var row = Golden.Row("commands.json", title);
        return CommandReader.Read(Golden.Name(row), Golden.Payload(row)).Command!;
    }
}
