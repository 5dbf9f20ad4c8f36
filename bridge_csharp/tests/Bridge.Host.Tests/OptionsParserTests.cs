using Bridge.Host.Options;
using Microsoft.Extensions.Configuration;

namespace Bridge.Host.Tests;

public sealed class OptionsParserTests
{
    [Fact]
    public void Without_any_option_the_contract_s_defaults_count()
    {
        var options = Parse([]).Options!;

        Assert.Equal(("127.0.0.1", 4002, 1), (options.Gateway.Host, options.Gateway.Port, options.Gateway.ClientId));
        Assert.Equal(new Bridge.Core.CoreOptions(), options.Core);
        Assert.Equal(new BrokerOptions("127.0.0.1", 1883, null, null, false), options.Broker);
        Assert.Equal("checkpoints/kill", options.KillFile);
    }

    [Fact]
    public void Every_option_arrives_where_it_belongs()
    {
        var options = Parse(new()
        {
            ["Tws__Host"] = "gateway",
            ["Tws__Port"] = "4001",
            ["Tws__ClientId"] = "7",
            ["Tws__ReconnectSeconds"] = "11",
            ["Tws__MessagesPerSecond"] = "40",
            ["Tws__ProbeTimeoutSeconds"] = "3",
            ["Tws__MarketData"] = "delayed",
            ["Tws__RestartTime"] = "23:45",
            ["Mqtt__Host"] = "broker",
            ["Mqtt__Port"] = "8883",
            ["Mqtt__Username"] = "bridge",
            ["Mqtt__Password"] = "secret",
            ["Mqtt__UseTls"] = "true",
            ["Bridge__Mode"] = "live",
            ["Bridge__Account"] = "U1234567",
            ["Bridge__StateDirectory"] = "s",
            ["Bridge__LogDirectory"] = "l",
            ["Bridge__KillFile"] = "k",
            ["Bridge__MaxOrderQuantity"] = "500",
            ["Bridge__OrderConfirmTimeoutSeconds"] = "12",
            ["Bridge__ReconcileSeconds"] = "61",
            ["Feed__StaleSeconds"] = "21",
        }).Options!;

        Assert.Equal(("gateway", 4001, 7), (options.Gateway.Host, options.Gateway.Port, options.Gateway.ClientId));
        Assert.Equal(new BrokerOptions("broker", 8883, "bridge", "secret", true), options.Broker);
        Assert.Equal(("s", "l", "k"), (options.StateDirectory, options.LogDirectory, options.KillFile));
        Assert.Equal(
            new Bridge.Core.CoreOptions
            {
                ClientId = 7,
                ReconnectSeconds = 11,
                MessagesPerSecond = 40,
                ProbeTimeoutSeconds = 3,
                MarketDataType = 3,
                GatewayRestart = new TimeOnly(23, 45),
                Live = true,
                Account = "U1234567",
                MaxOrderQuantity = 500,
                OrderConfirmTimeoutSeconds = 12,
                ReconcileSeconds = 61,
                FeedStaleSeconds = 21,
            },
            options.Core);
    }

    [Theory]
    [InlineData("Tws__Port", "0")]
    [InlineData("Tws__Port", "65536")]
    [InlineData("Tws__Port", "4002.5")]
    [InlineData("Tws__ClientId", "one")]
    [InlineData("Tws__ClientId", "0")]
    [InlineData("Tws__ReconnectSeconds", "-1")]
    [InlineData("Tws__MessagesPerSecond", "50")]
    [InlineData("Tws__RestartTime", "25:00")]
    [InlineData("Tws__MarketData", "free")]
    [InlineData("Mqtt__UseTls", "maybe")]
    [InlineData("Bridge__Mode", "simulate")]
    [InlineData("Bridge__Account", "U1234567")]
    [InlineData("Bridge__MaxOrderQuantity", "99999999999999999999")]
    [InlineData("Feed__StaleSeconds", "5")]
    public void A_wrong_value_is_named_with_what_was_expected(string name, string value)
    {
        var problem = Assert.Single(Parse(new() { [name] = value }).Problems);

        Assert.StartsWith($"{name} is '{value}'; expected ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var (options, problems) = Parse(new() { ["Tws__Port"] = "x", ["Feed__StaleSeconds"] = "y", ["Bridge__Mode"] = "z" });

        Assert.Null(options);
        Assert.Equal(3, problems.Count);
    }

    [Fact]
    public void A_misspelt_option_is_no_silent_default()
    {
        var problem = Assert.Single(Parse(new() { ["Tws__Prot"] = "4001" }).Problems);

        Assert.Contains("Tws__Prot is no option", problem, StringComparison.Ordinal);
        Assert.Contains("Tws__Port", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_paper_account_is_refused_in_live_mode()
    {
        var problem = Assert.Single(Parse(new() { ["Bridge__Mode"] = "live", ["Bridge__Account"] = "DU1" }).Problems);

        Assert.Contains("Bridge__Account", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_needs_its_name() =>
        Assert.Contains("Mqtt__Username", Assert.Single(Parse(new() { ["Mqtt__Password"] = "secret" }).Problems), StringComparison.Ordinal);

    [Fact]
    public void The_password_is_in_no_text_for_people() =>
        Assert.Equal("h:1 (TLS)", new BrokerOptions("h", 1, "u", "secret", true).ToString());

    private static (BridgeOptions? Options, IReadOnlyList<string> Problems) Parse(Dictionary<string, string?> values) =>
        OptionsParser.Parse(new ConfigurationBuilder()
            .AddInMemoryCollection(values.ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => pair.Value))
            .Build());
}
