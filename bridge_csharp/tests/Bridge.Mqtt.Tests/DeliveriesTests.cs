namespace Bridge.Mqtt.Tests;

public sealed class DeliveriesTests
{
    private static readonly MqttMessage Sure = new("t", default, Qos: 1, Tag: 7);
    private static readonly MqttMessage Unsure = new("t", default, Qos: 0, Tag: 8);

    private readonly Deliveries deliveries = new();

    [Fact]
    public void An_acknowledgement_after_the_hand_over_tells_the_tag()
    {
        Assert.Equal(0, deliveries.HandedOver(1, Sure));
        Assert.False(deliveries.Settled);
        Assert.Equal(7, deliveries.Answered(1));
        Assert.True(deliveries.Settled);
    }

    [Fact]
    public void An_acknowledgement_faster_than_the_hand_over_is_not_lost()
    {
        Assert.Equal(0, deliveries.Answered(1));
        Assert.Equal(7, deliveries.HandedOver(1, Sure));
        Assert.True(deliveries.Settled);
    }

    [Fact]
    public void What_the_broker_refused_is_settled_and_was_not_delivered()
    {
        deliveries.HandedOver(1, Sure);
        Assert.Equal(0, deliveries.Answered(1, taken: false));
        Assert.Equal(0, deliveries.Answered(2, taken: false));
        Assert.Equal(0, deliveries.HandedOver(2, Sure));
        Assert.True(deliveries.Settled);
    }

    [Fact]
    public void After_a_broken_link_only_what_is_sent_again_is_waited_for()
    {
        deliveries.HandedOver(1, Sure);
        deliveries.HandedOver(2, Unsure);
        deliveries.Answered(3);

        deliveries.LinkLost();

        Assert.Equal(0, deliveries.HandedOver(3, Unsure));
        Assert.Equal(7, deliveries.Answered(1));
        Assert.Equal(0, deliveries.Answered(2));
    }
}
