using System.Buffers;
using Bridge.Core.Gateway;
using Bridge.Tws.Codec;
using Bridge.Tws.Outgoing;
using Bridge.Tws.Tests.Fakes;

namespace Bridge.Tws.Tests.Outgoing;

public sealed class RequestTests
{
    private static readonly Contract s_contract = new("AAPL", "STK", "SMART", "USD", 265598);

    public static TheoryData<GatewayRequest, string> Requests => new()
    {
        { new StartApi(28), "71|2|28|" },
        { new RequestNextId(), "8|1|1" },
        { new RequestCurrentTime(), "49|1" },
        { new RequestMarketDataType(3), "59|1|3" },
        { new SubscribeQuotes(9, s_contract), "1|11|9|265598|AAPL|STK||0|||SMART||USD|||0||0|0|" },
        { new CancelQuotes(9), "2|2|9" },
        { new SubscribeRealtimeBars(9, s_contract, "TRADES", true), "50|3|9|265598|AAPL|STK||0|||SMART||USD|||5|TRADES|1|" },
        { new CancelRealtimeBars(9), "51|1|9" },
        {
            new RequestHistory(9, s_contract, "20250102-15:00:00", "1 min", "1 D", false, "TRADES"),
            "20|9|265598|AAPL|STK||0|||SMART||USD|||0|20250102-15:00:00|1 min|1 D|0|TRADES|2|0|"
        },
        { new CancelHistory(9), "25|1|9" },
        { new CancelOrder(5), "4|1|5|" },
        { new RequestOpenOrders(AllClients: false), "5|1" },
        { new RequestOpenOrders(AllClients: true), "16|1" },
        { new RequestExecutions(7, 0), "7|3|7|0||||||" },
        { new RequestCompletedOrders(ApiOnly: false), "99|0" },
        { new RequestPositions(), "61|1" },
        { new RequestAccountUpdates(true, "DU1234567"), "6|2|1|DU1234567" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void Each_request_has_its_fields_at_every_version(GatewayRequest request, string fields)
    {
        foreach (int version in (int[])[176, 177, 178])
        {
            Assert.Equal(fields, Read.Request(request, version));
        }
    }

    // The recorded client asked at version 173, before the issuer came at the end (176).
    [Fact]
    public void An_instrument_is_asked_for_as_a_recorded_client_did() =>
        Assert.Equal(
            "9|8|9000|0|AAPL|STK||0|||SMART||USD|||0|||" + "|",
            Read.Request(new RequestContractDetails(9000, s_contract with { ConId = 0 })) + "|");

    [Fact]
    public void Every_request_of_the_core_has_an_encoder()
    {
        Type[] kinds = [.. typeof(GatewayRequest).Assembly.GetTypes().Where(type => type.BaseType == typeof(GatewayRequest))];
        HashSet<Type> tested = [.. Requests.Select(row => row.Data.Item1.GetType()), typeof(PlaceOrder), typeof(RequestContractDetails)];
        Assert.Empty(kinds.Except(tested));
    }

    [Fact]
    public void A_request_without_a_form_is_refused_with_its_name() =>
        Assert.Equal("Unheard has no form at version 178", new ClassicCodec(178).Encode(new Unheard(), new ArrayBufferWriter<byte>()));

    [Theory]
    [InlineData("A\0B", "'A?B' is not printable ASCII text")]
    [InlineData("Zürich", "'Z??rich' is not printable ASCII text")]
    [InlineData("tab\t", "'tab?' is not printable ASCII text")]
    public void Text_that_the_protocol_cannot_carry_is_refused(string symbol, string problem)
    {
        var request = new SubscribeQuotes(1, s_contract with { Symbol = symbol });
        Assert.Equal(problem, new ClassicCodec(178).Encode(request, new ArrayBufferWriter<byte>()));
    }

    private sealed record Unheard : GatewayRequest;
}
