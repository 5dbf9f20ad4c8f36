namespace Bridge.Mqtt;

/// <summary>The broker has acknowledged a message that carried a <see cref="MqttMessage.Tag"/>. They may come in any order.</summary>
/// <param name="Tag">The message's.</param>
public sealed record Delivered(long Tag) : MqttSignal;
