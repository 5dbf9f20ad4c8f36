using System.IO.Pipes;
using Bridge.Core.Inputs;
using Bridge.Host.Loop;

namespace Bridge.Host.Tests;

public sealed class PulseTests
{
    [Fact]
    public void Each_beat_is_a_line_with_its_number()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a pipe has no number to hand over there");
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var reader = new StreamReader(pipe);
        using (var pulse = Pulse.Of(pipe.GetClientHandleAsString()))
        {
            pulse.Beat();
            pulse.Beat();
        }

        Assert.Equal("""{"seq":1}""", reader.ReadLine());
        Assert.Equal("""{"seq":2}""", reader.ReadLine());
    }

    [Fact]
    public void A_reader_that_is_gone_holds_nothing_up()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a pipe has no number to hand over there");
        var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var ours = Pulse.Of(pipe.GetClientHandleAsString());
        pipe.Dispose();

        Assert.Null(Record.Exception(ours.Beat));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("stdout")]
    [InlineData("99999")]
    public void Where_nobody_listens_a_beat_goes_nowhere(string? number)
    {
        using var pulse = Pulse.Of(number);

        Assert.Null(Record.Exception(pulse.Beat));
    }

    [Fact]
    public void Only_a_tick_that_was_carried_out_is_a_beat()
    {
        var beats = 0;
        var core = new PulsingCore(new FakeCore(new ManualTime()), () => beats++);

        core.Handle(new Tick(1), 1);
        Assert.Equal(0, beats);
        core.CarriedOut();
        Assert.Equal(1, beats);

        core.Handle(new MqttConnected(), 2);
        core.CarriedOut();
        Assert.Equal(1, beats);
    }
}
