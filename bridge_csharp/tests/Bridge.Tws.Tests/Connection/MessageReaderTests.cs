using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Bridge.Core.Gateway;
using Bridge.Tws.Codec;
using Bridge.Tws.Connection;
using Bridge.Tws.Framing;
using Bridge.Tws.Tests.Fakes;

namespace Bridge.Tws.Tests.Connection;

public sealed class MessageReaderTests
{
    private readonly Channel<GatewayMessage> messages = Channel.CreateUnbounded<GatewayMessage>();

    // Next valid id 7: a length of six bytes, then the fields.
    private static byte[] NextId => [0, 0, 0, 6, .. Encoding.ASCII.GetBytes("9\01\07\0")];

    [Fact]
    public async Task What_came_before_the_connection_broke_is_told_and_the_break_is_said_without_an_exception()
    {
        var thrown = 0;
        var here = Environment.CurrentManagedThreadId;
        AppDomain.CurrentDomain.FirstChanceException += Count;
        LinkEnd end = await ReadAsync(new ScriptedLink { Received = new([NextId]), Ends = SocketError.ConnectionReset });
        AppDomain.CurrentDomain.FirstChanceException -= Count;

        Assert.Equal(LinkCode.NotConnected, end.Code);
        Assert.StartsWith("the connection broke: ", end.Reason, StringComparison.Ordinal);
        Assert.Equal(0, thrown);
        Assert.Equal(7, Assert.IsType<NextValidId>(Assert.Single(Told())).OrderId);

        void Count(object? sender, EventArgs e) => thrown += Environment.CurrentManagedThreadId == here ? 1 : 0;
    }

    [Fact]
    public async Task A_thread_that_is_woken_for_nothing_reads_on()
    {
        LinkEnd end = await ReadAsync(new ScriptedLink { Received = new([[], NextId[..5], [], NextId[5..]]) });

        Assert.Equal("the gateway closed the connection", end.Reason);
        Assert.Single(Told());
    }

    private async Task<LinkEnd> ReadAsync(ScriptedLink link)
    {
        using var received = new FrameBuffer();
        return await new MessageReader(link, received, new ClassicCodec(178), messages.Writer).RunAsync(TestContext.Current.CancellationToken);
    }

    private List<GatewayMessage> Told()
    {
        var told = new List<GatewayMessage>();
        while (messages.Reader.TryRead(out GatewayMessage? one))
        {
            told.Add(one);
        }

        return told;
    }
}
