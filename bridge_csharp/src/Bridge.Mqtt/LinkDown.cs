namespace Bridge.Mqtt;

/// <summary>No connection: it broke, was refused, or an attempt failed. The next attempt follows by itself.</summary>
/// <param name="Reason">In words, the broker's own where it gave one.</param>
public sealed record LinkDown(string Reason) : MqttSignal;
