using System.Buffers;
using Bridge.Tws.Framing;
using Bridge.Tws.Tests.Fakes;

namespace Bridge.Tws.Tests.Framing;

public sealed class FrameWriterTests
{
    [Fact]
    public void Several_frames_lie_one_after_the_other_and_long_ones_fit()
    {
        var writer = new FrameWriter();
        byte[][] payloads = [[1, 2], [], new byte[10_000], [3]];
        foreach (byte[] payload in payloads)
        {
            writer.BeginFrame();
            writer.Write(payload);
            writer.EndFrame();
        }

        Assert.Equal(payloads.SelectMany(Payload.Frame), writer.Written.ToArray());
        writer.Clear();
        Assert.Equal(0, writer.Written.Length);
    }
}
