namespace Bridge.Mqtt;

/// <summary>Connected, and the subscription stands.</summary>
public sealed record LinkUp : MqttSignal;
