using Bridge.Tws.Framing;
using Bridge.Tws.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tws.Tests.Framing;

public sealed class FrameBufferTests
{
    [Fact]
    public void However_the_stream_is_split_the_same_payloads_come_out()
    {
        Gen<byte[]> payload = Gen.Frequency(
            (9, ArbMap.Default.GeneratorFor<byte[]>()),
            (1, Gen.Choose(60_000, 140_000).Select(length => Enumerable.Range(0, length).Select(place => (byte)place).ToArray())));
        Arbitrary<(byte[][] Payloads, int[] Cuts)> cases = Arb.From(
            from payloads in payload.ArrayOf()
            from cuts in Gen.OneOf(Gen.Choose(1, 9), Gen.Choose(1, 100_000)).NonEmptyListOf()
            select (payloads, cuts.ToArray()));
        Prop.ForAll(cases, one => Same(one.Payloads, Split(one.Payloads, one.Cuts))).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Byte_by_byte()
    {
        byte[][] payloads = [[1, 2, 3], [], [4]];
        Assert.True(Same(payloads, Split(payloads, [1])));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("\u0001\u0000\u0000\u0000")]
    [InlineData("\u007f\u007f\u007f\u007f")]
    public void A_length_beyond_the_limit_is_refused_before_its_bytes_arrive(string bytes)
    {
        using var buffer = new FrameBuffer();
        Fill(buffer, System.Text.Encoding.Latin1.GetBytes(bytes));
        Assert.Equal(FrameStep.TooLong, buffer.Take(out _));
        Assert.True(buffer.RefusedLength > FrameFormat.LargestPayload);
    }

    [Fact]
    public void The_largest_length_is_waited_for_without_taking_its_memory()
    {
        using var buffer = new FrameBuffer();
        Fill(buffer, [0x00, 0xFF, 0xFF, 0xFF, 1, 2, 3]);
        Assert.Equal(FrameStep.Partial, buffer.Take(out _));
        Assert.InRange(buffer.Free().Length, 1, 256 * 1024);
    }

    [Fact]
    public void After_a_long_payload_the_buffer_is_small_again()
    {
        using var buffer = new FrameBuffer();
        byte[] payload = new byte[3_000_000];
        Fill(buffer, Payload.Frame(payload));
        Assert.Equal(FrameStep.Whole, buffer.Take(out ReadOnlySpan<byte> whole));
        Assert.Equal(payload.Length, whole.Length);
        Assert.InRange(buffer.Free().Length, 1, 256 * 1024);
    }

    [Fact]
    public void Disposed_twice_it_gives_its_memory_back_once()
    {
        var buffer = new FrameBuffer();
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal(FrameStep.Partial, buffer.Take(out _));
    }

    private static List<byte[]> Split(byte[][] payloads, int[] cuts)
    {
        byte[] stream = [.. payloads.SelectMany(Payload.Frame)];
        using var buffer = new FrameBuffer();
        var taken = new List<byte[]>();
        for (int start = 0, cut = 0; start < stream.Length; cut++)
        {
            int count = Math.Min(cuts[cut % cuts.Length], stream.Length - start);
            Fill(buffer, stream.AsSpan(start, count));
            start += count;
            while (buffer.Take(out ReadOnlySpan<byte> payload) == FrameStep.Whole)
            {
                taken.Add(payload.ToArray());
            }
        }

        return taken;
    }

    private static void Fill(FrameBuffer buffer, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Memory<byte> room = buffer.Free();
            int count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room.Span);
            buffer.Filled(count);
            bytes = bytes[count..];
        }
    }

    private static bool Same(byte[][] sent, List<byte[]> taken) =>
        sent.Length == taken.Count && sent.Zip(taken).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}
