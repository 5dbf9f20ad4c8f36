using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Host.Gateway;
using Bridge.Host.Loop;
using Bridge.Tws.Connection;

namespace Bridge.Host.Tests;

public sealed class GatewayPortTests : IAsyncDisposable
{
    private const int Limit = 20_000;

    private readonly FakeConnector connector = new();
    private readonly Inbox inbox = new();
    private readonly GatewayPort port;

    public GatewayPortTests() => port = new GatewayPort(connector, new GatewayConnectOptions("h", 1, 1), inbox);

    public async ValueTask DisposeAsync()
    {
        await port.EndAsync("test ends");
        port.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task A_session_tells_that_it_stands_what_is_said_and_why_it_ended()
    {
        port.Connect();
        var connection = connector.Accept();
        connection.Say(new NextValidId(5));

        var stands = new GatewayLinkChanged(LinkState.Connected, 178, null, string.Empty) { GatewayTimeText = connection.GatewayTimeText };
        Assert.Equal(stands, await NextAsync());
        Assert.Equal(new GatewaySaid(new NextValidId(5)), await NextAsync());
        connection.End(504, "gone");
        Assert.Equal(new GatewayLinkChanged(LinkState.Disconnected, null, 504, "gone"), await NextAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task An_attempt_that_fails_says_why()
    {
        port.Connect();
        connector.Answer(new NotConnected(502, "refused"));

        Assert.Equal(new GatewayLinkChanged(LinkState.Disconnected, null, 502, "refused"), await NextAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task A_new_attempt_gives_the_old_one_up_and_only_the_new_one_counts()
    {
        port.Connect();
        port.Connect();
        connector.Accept();

        var arrival = await inbox.Reader.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, arrival.Session);
        Assert.True(port.IsCurrent(2));
        Assert.False(port.IsCurrent(1));
        Assert.True(port.IsCurrent(0));
    }

    [Fact(Timeout = Limit)]
    public async Task Requests_of_one_write_reach_the_socket_as_one()
    {
        port.Connect();
        var connection = connector.Accept();
        await NextAsync();

        Assert.Null(await port.WriteAsync([new RequestNextId(), new RequestPositions()]));

        Assert.Equal(2, Assert.Single(connection.Written).Count);
    }

    [Fact(Timeout = Limit)]
    public async Task A_write_that_may_have_left_is_told_by_the_end_behind_what_was_said_before_it()
    {
        port.Connect();
        var connection = connector.Accept();
        await NextAsync();
        connection.WriteAnswer = WriteResult.Unfinished("broke while writing");

        Assert.Null(await port.WriteAsync([new RequestNextId()]));
        connection.Say(new NextValidId(5));
        connection.End(504, "broke while writing");

        Assert.Equal(new GatewaySaid(new NextValidId(5)), await NextAsync());
        Assert.Equal(new GatewayLinkChanged(LinkState.Disconnected, null, 504, "broke while writing"), await NextAsync());
        Assert.True(port.IsCurrent(1));
    }

    [Fact(Timeout = Limit)]
    public async Task A_write_that_never_began_says_what_did_not_leave()
    {
        port.Connect();
        var connection = connector.Accept();
        await NextAsync();
        connection.WriteAnswer = WriteResult.NotBegun("the socket is closed");
        GatewayRequest[] requests = [new RequestNextId(), new RequestPositions()];

        Assert.Equal(new NotWritten(requests, "the socket is closed"), await port.WriteAsync(requests));
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_session_nothing_leaves() =>
        Assert.Equal("there is no session", (await port.WriteAsync([new RequestNextId()]))?.Reason);

    [Fact(Timeout = Limit)]
    public async Task Closing_an_attempt_under_way_leaves_nothing_open()
    {
        port.Connect();

        await port.EndAsync("the bridge ends");

        Assert.False(port.IsCurrent(1));
    }

    private async Task<Input> NextAsync() => (await inbox.Reader.ReadAsync(TestContext.Current.CancellationToken)).Input!;
}
