using System.Diagnostics;
using Bridge.Core.Gateway;
using Bridge.Tws.Codec;
using Bridge.Tws.Framing;
using Bridge.Tws.Tests.Fakes;

namespace Bridge.Tws.Tests.Incoming;

/// <summary>What decoding costs: allocations are checked, speed is only told (it depends on the machine).</summary>
public sealed class DecodingCostTests(ITestOutputHelper output)
{
    private const int Rounds = 1_000;
    private const string Bar = "50|3|9001|1678323335|4028.75|4029.00|4028.25|4028.50|2|4026.75|1";

    [Theory]
    [InlineData("46|6|9001|45|1678323335", 0)]
    [InlineData("53|1", 0)]
    [InlineData("1|6|9001|1|185.50|100|7", 72)]
    [InlineData(Bar, 104)]
    public void What_comes_often_allocates_its_record_alone(string text, int bytes)
    {
        var codec = new ClassicCodec(178);
        byte[] payload = Payload.Of(text);
        codec.Decode(payload);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < Rounds; round++)
        {
            codec.Decode(payload);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Rounds, 0, bytes);
    }

    [Fact]
    public void A_hostile_count_takes_no_memory()
    {
        var codec = new ClassicCodec(178);
        byte[] payload = Payload.Of("17|9000|s|e|2000000000|20230413|1");
        long before = GC.GetAllocatedBytesForCurrentThread();
        codec.Decode(payload);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void Speed()
    {
        Tell("real-time bars", Bar);
        Tell("ticks", "1|6|9001|1|185.50|100|7");
        Tell("open orders", new OpenOrderText(178).ToString());
    }

    private void Tell(string what, string text)
    {
        byte[] frame = Payload.Frame(Payload.Of(text));
        ASecond(frame, TimeSpan.FromMilliseconds(150)); // while it is compiled
        output.WriteLine($"{what}: {ASecond(frame, TimeSpan.FromMilliseconds(200)):N0} a second, framed and decoded");
    }

    private static double ASecond(byte[] frame, TimeSpan span)
    {
        var codec = new ClassicCodec(178);
        using var buffer = new FrameBuffer();
        Stopwatch watch = Stopwatch.StartNew();
        long read = 0;
        while (watch.Elapsed < span)
        {
            for (int round = 0; round < Rounds; round++)
            {
                frame.CopyTo(buffer.Free());
                buffer.Filled(frame.Length);
                Assert.Equal(FrameStep.Whole, buffer.Take(out ReadOnlySpan<byte> payload));
                read += codec.Decode(payload) is UnreadMessage ? 0 : 1;
            }
        }

        Assert.Equal(0, read % Rounds);
        return read / watch.Elapsed.TotalSeconds;
    }
}
