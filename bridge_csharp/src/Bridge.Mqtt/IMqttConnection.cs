using System.Threading.Channels;

namespace Bridge.Mqtt;

/// <summary>
/// A connection that comes back by itself. It is a wire, not a store: what cannot be published now is not kept, and what is
/// acknowledged to the broker is not yet handled.
/// </summary>
public interface IMqttConnection : IDisposable
{
    /// <summary>What arrives, in order; bounded.</summary>
    ChannelReader<MqttSignal> Signals { get; }

    /// <summary>Messages dropped because <see cref="Signals"/> was full.</summary>
    long Dropped { get; }

    /// <summary>Keep the connection until cancelled; then say goodbye (no will) and return. Runs once.</summary>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Hand a message over. Any thread, never blocks on the network.</summary>
    /// <returns>False: there is no connection, and the message is not kept.</returns>
    bool Publish(MqttMessage message);

    /// <summary>Wait until the broker has acknowledged everything handed over.</summary>
    /// <returns>False when that took longer than allowed.</returns>
    Task<bool> DrainAsync(TimeSpan atMost, CancellationToken cancellationToken);
}
