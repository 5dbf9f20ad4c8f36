namespace Bridge.Core.Effects;

/// <summary>
/// Publish to MQTT. With a Jseq above 0 the event is kept until <see cref="Inputs.EventDelivered"/> comes back, and published again after
/// every <see cref="Inputs.MqttConnected"/> until then; so the host may drop it while there is no broker. All else may be lost.
/// </summary>
/// <param name="Topic">The whole topic.</param>
/// <param name="Payload">UTF-8 JSON.</param>
/// <param name="Qos">0 or 1.</param>
/// <param name="Retain">Whether the broker keeps it.</param>
/// <param name="ExpirySeconds">Message expiry; null: none.</param>
/// <param name="Jseq">The journaled event's number; 0: not journaled.</param>
public sealed record Publish(
    string Topic,
    ReadOnlyMemory<byte> Payload,
    int Qos,
    bool Retain,
    int? ExpirySeconds,
    long Jseq = 0) : Effect;
