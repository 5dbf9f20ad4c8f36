namespace Bridge.Mqtt;

/// <summary>One message to publish.</summary>
/// <param name="Topic">Where.</param>
/// <param name="Payload">What.</param>
/// <param name="Qos">0: at most once, 1: at least once.</param>
/// <param name="Retain">The broker keeps it for those who subscribe later.</param>
/// <param name="ExpirySeconds">After which the broker drops it undelivered; null: never.</param>
/// <param name="Tag">Comes back as <see cref="Delivered"/> once the broker has it; 0: nobody asks.</param>
public sealed record MqttMessage(
    string Topic,
    ReadOnlyMemory<byte> Payload,
    int Qos = 1,
    bool Retain = false,
    int? ExpirySeconds = null,
    long Tag = 0);
