namespace Bridge.Mqtt.Native;

/// <summary>What the library has to tell one connection. Must not throw.</summary>
internal interface ICallbackTarget
{
    void Connected(int reason);

    void Disconnected(int reason);

    void Subscribed(int granted);

    void Published(int number, int reason);

    void Complained(string line);

    void Arrived(string topic, byte[] payload, bool retained);
}
