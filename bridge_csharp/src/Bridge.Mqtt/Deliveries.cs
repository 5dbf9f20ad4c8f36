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
    private readonly Dictionary<int, bool> early = [];

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

    /// <summary>The library took a message under this number. Its tag if the broker has it already, else 0.</summary>
    public long HandedOver(int number, MqttMessage message)
    {
        lock (gate)
        {
            if (early.Remove(number, out var taken))
            {
                return taken ? message.Tag : 0;
            }

            waiting[number] = (message.Tag, message.Qos);
            return 0;
        }
    }

    /// <summary>The broker answered for the message of this number. Taken: it has it, and did not refuse it. Its tag if so, else 0.</summary>
    public long Answered(int number, bool taken = true)
    {
        lock (gate)
        {
            if (waiting.Remove(number, out var message))
            {
                return taken ? message.Tag : 0;
            }

            early[number] = taken;
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
