namespace Bridge.Core.Inputs;

/// <summary>The MQTT broker is there and the command topics are subscribed. What was not delivered is published again.</summary>
public sealed record MqttConnected : Input;
