using System.Text.Json;
using Bridge.Contracts.Events;
using Bridge.Contracts.State;

namespace Bridge.Contracts.Tests;

public sealed class GoldenEventTests
{
    public static TheoryData<string> Events => Golden.Rows("events.json");

    public static TheoryData<string> States => Golden.Rows("states.json");

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_read_and_written_as_both_ends_agreed(string title)
    {
        var row = Golden.Row("events.json", title);
        var payload = Golden.Payload(row);

        BridgeEvent read = Golden.Name(row) switch
        {
            EventNames.Ack => EventWriter.Read<Ack>(payload),
            EventNames.OrderStatus => EventWriter.Read<OrderStatusEvent>(payload),
            EventNames.Fill => EventWriter.Read<Fill>(payload),
            EventNames.Commission => EventWriter.Read<Commission>(payload),
            EventNames.Bar => EventWriter.Read<Bar>(payload),
            EventNames.Quote => EventWriter.Read<Quote>(payload),
            EventNames.History => EventWriter.Read<History>(payload),
            EventNames.Account => EventWriter.Read<Account>(payload),
            EventNames.Reconciliation => EventWriter.Read<Reconciliation>(payload),
            EventNames.Notice => EventWriter.Read<Notice>(payload),
            EventNames.ReplayEnd => EventWriter.Read<ReplayEnd>(payload),
            var other => throw new ArgumentException(other),
        };

        Assert.Equal(Golden.Name(row), read.Name);
        Same(row, EventWriter.Write(read));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void A_state_is_read_and_written_as_both_ends_agreed(string title)
    {
        var row = Golden.Row("states.json", title);
        var payload = Golden.Payload(row);

        var written = Golden.Name(row) == "will"
            ? EventWriter.Write(JsonSerializer.Deserialize(payload, WireJson.Default.OfflineState)!)
            : EventWriter.Write(JsonSerializer.Deserialize(payload, WireJson.Default.BridgeState)!);

        Same(row, written);
    }

    [Fact]
    public void Every_event_of_the_contract_has_a_golden_message() =>
        Assert.Equal(EventNames.Every.Order(), Golden.File("events.json").EnumerateArray().Select(Golden.Name).Distinct().Order());

    private static void Same(JsonElement row, byte[] written)
    {
        using var document = JsonDocument.Parse(written);
        Assert.True(
            JsonElement.DeepEquals(row.GetProperty("payload"), document.RootElement),
            $"expected {row.GetProperty("payload")}\nwritten  {document.RootElement}");
        Assert.DoesNotContain((byte)'\n', written);
    }
}
