using System.Text;
using System.Text.Json;
using Bridge.Contracts.Events;

namespace Bridge.Contracts.Tests;

public sealed class EventWriterTests
{
    private static readonly Commission Commission = new()
    {
        Id = "r1-1",
        TsNs = 1,
        Run = "r1",
        Seq = 1,
        Jseq = 7,
        ExecId = "e.01",
        Amount = 1.00m,
        Currency = "USD",
    };

    [Fact]
    public void A_replayed_payload_is_the_same_but_for_its_mark()
    {
        var first = EventWriter.Write(Commission);

        var again = EventWriter.Replayed(first);

        Assert.Equal(Commission with { Replay = true }, EventWriter.Read<Commission>(again));
        Assert.StartsWith(Encoding.UTF8.GetString(first)[..^1], Encoding.UTF8.GetString(again), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100.000", "100")]
    [InlineData("0.1234567891", "0.12345679")]
    [InlineData("-0.0350", "-0.035")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void Decimals_have_at_most_eight_places_and_no_idle_zeros(string value, string written)
    {
        var commission = Commission with { Amount = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture) };

        var text = Encoding.UTF8.GetString(EventWriter.Write(commission));

        Assert.Contains($"\"amount\":{written},", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_envelope_comes_first()
    {
        var text = Encoding.UTF8.GetString(EventWriter.Write(Commission));

        Assert.StartsWith("{\"id\":\"r1-1\",\"ts_ns\":1,\"run\":\"r1\",\"seq\":1,\"jseq\":7,\"exec_id\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"id\":1}")]
    public void What_is_no_event_is_not_read_as_one(string payload) =>
        Assert.Throws<JsonException>(() => EventWriter.Read<Commission>(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Topics_name_commands_and_events()
    {
        Assert.Equal("rlbot/1/evt/order.status", Topics.OfEvent(EventNames.OrderStatus));
        Assert.Equal("ping", Topics.CommandName(Topics.OfCommand(CommandNames.Ping)));
        Assert.Null(Topics.CommandName(Topics.State));
    }
}
