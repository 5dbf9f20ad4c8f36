namespace Bridge.Mqtt;

/// <summary>
/// Which messages the broker has not acknowledged yet. The acknowledgement comes on another thread and may be faster than the call
/// that handed the message over, so either side may come first.
/// </summary>
internal sealed class Deliveries
{
    private readonly Lock gate = new();
    // Not the messages themselves: the library has its own copy of each until it is acknowledged.
    private readonly Dictionary<int, (long Tag, int Qos)> waiting = [];
    private readonly HashSet<int> early = [];

    /// <summary>Whether nothing is outstanding.</summary>
    public bool Settled
    {
        get
        {
            lock (gate)
            {
                return waiting.Count == 0;
            }
        }
    }

    /// <summary>The library took a message under this number. Its tag if it is acknowledged already, else 0.</summary>
    public long HandedOver(int number, MqttMessage message)
    {
        lock (gate)
        {
            if (early.Remove(number))
            {
                return message.Tag;
            }

            waiting[number] = (message.Tag, message.Qos);
            return 0;
        }
    }

    /// <summary>The broker has the message of this number. Its tag, or 0.</summary>
    public long Acknowledged(int number)
    {
        lock (gate)
        {
            if (waiting.Remove(number, out var message))
            {
                return message.Tag;
            }

            early.Add(number);
            return 0;
        }
    }

    /// <summary>The link broke, and nobody is handing over: QoS 0 is gone, QoS 1 the library sends again by itself.</summary>
    public void LinkLost()
    {
        lock (gate)
        {
            early.Clear();
            foreach (var number in waiting.Where(pair => pair.Value.Qos == 0).Select(pair => pair.Key).ToArray())
            {
                waiting.Remove(number);
            }
        }
    }
}
