using Bridge.Tws.Connection;
using Bridge.Tws.Framing;
using Bridge.Tws.Tests.Fakes;

namespace Bridge.Tws.Tests.Connection;

public sealed class HandshakeTests
{
    [Fact]
    public void The_greeting_is_no_frame_and_the_range_has_no_end()
    {
        var output = new FrameWriter();
        Handshake.Write(output);
        Assert.Equal([.. "API\0"u8, 0, 0, 0, 9, .. "v176..178"u8], output.Written.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task The_answer_may_arrive_in_parts_and_nothing_after_it_is_lost(int part)
    {
        byte[] stream = [.. Payload.Frame(Payload.Of("177|now")), .. Payload.Frame(Payload.Of("9|1|5"))];
        var link = new ScriptedLink { Received = new Queue<byte[]>(stream.Chunk(part)) };
        using var received = new FrameBuffer();
        HandshakeAnswer answer = await Handshake.ReadAsync(link, received, TestContext.Current.CancellationToken);
        Assert.Equal(new HandshakeAnswer(177, "now", null), answer);
        int held = received.Take(out ReadOnlySpan<byte> next) == FrameStep.Whole ? next.Length : 0;
        Assert.Equal(part == 100 ? 6 : 0, held);
    }

    [Fact]
    public async Task A_gateway_that_hangs_up_is_a_refusal()
    {
        var link = new ScriptedLink { Received = new Queue<byte[]>([[0, 0], []]) };
        using var received = new FrameBuffer();
        HandshakeAnswer answer = await Handshake.ReadAsync(link, received, TestContext.Current.CancellationToken);
        Assert.Equal(new NotConnected(502, "the gateway hung up instead of answering the handshake"), answer.Refusal);
    }
}
