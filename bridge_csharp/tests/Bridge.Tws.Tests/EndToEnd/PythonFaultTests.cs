using Bridge.Core.Gateway;
using Bridge.Tws.Connection;

namespace Bridge.Tws.Tests.EndToEnd;

/// <summary>The fake gateway's faults of the wire: what this client makes of bytes that come in pieces or are no message.</summary>
public sealed class PythonFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Messages_in_pieces_are_read_as_whole_ones()
    {
        using PythonGateway gateway = await PythonGateway.StartAsync(Stop);
        await using Conversation talk = await Conversation.StartAsync(gateway.Port, Stop);
        await talk.HearAsync<NextValidId>();
        await gateway.FaultAsync("\"name\": \"split\"", Stop);
        await talk.AskAsync(new RequestPositions(), new RequestAccountUpdates(true, "DU1234567"), new RequestCurrentTime());
        await talk.HearAsync<PositionEnd>();
        await talk.HearAsync<AccountValuesEnd>();
        Assert.Contains(talk.Heard.OfType<AccountValue>(), told => told.Tag == "NetLiquidation");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("unknown", 987)]
    [InlineData("text", -1)]
    [InlineData("empty", -1)]
    [InlineData("short", 11)]
    [InlineData("binary", -1)]
    public async Task Frames_that_say_nothing_are_told_and_the_session_goes_on(string kind, int told)
    {
        using PythonGateway gateway = await PythonGateway.StartAsync(Stop);
        await using Conversation talk = await Conversation.StartAsync(gateway.Port, Stop);
        await talk.HearAsync<NextValidId>();
        await gateway.FaultAsync($"\"name\": \"garbage\", \"kind\": \"{kind}\"", Stop);
        Assert.Equal(told, (await talk.HearUnreadAsync()).MessageId);
        await talk.AskAsync(new RequestCurrentTime());
        await talk.HearAsync<CurrentTime>();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_length_beyond_the_limit_ends_the_session_and_the_next_one_works()
    {
        using PythonGateway gateway = await PythonGateway.StartAsync(Stop);
        await using Conversation talk = await Conversation.StartAsync(gateway.Port, Stop);
        await talk.HearAsync<NextValidId>();
        await gateway.FaultAsync("\"name\": \"garbage\", \"kind\": \"length\"", Stop);
        Assert.Equal(LinkCode.BadFrame, (await talk.EndAsync()).Code);
        await using Conversation again = await Conversation.StartAsync(gateway.Port, Stop);
        await again.HearAsync<NextValidId>();
    }
}
