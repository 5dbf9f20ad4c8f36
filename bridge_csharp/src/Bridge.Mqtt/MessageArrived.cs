namespace Bridge.Mqtt;

/// <summary>A message on the subscription.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">A copy of its bytes.</param>
/// <param name="Retained">It was published as retained.</param>
public sealed record MessageArrived(string Topic, ReadOnlyMemory<byte> Payload, bool Retained) : MqttSignal;
