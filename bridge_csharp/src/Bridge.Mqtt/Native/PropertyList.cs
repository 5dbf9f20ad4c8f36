namespace Bridge.Mqtt.Native;

/// <summary>A list of MQTT 5 properties, freed at the end of its scope; the library copies what it needs.</summary>
internal ref struct PropertyList
{
    private nint head;

    public readonly nint Head => head;

    public void Add(int identifier, uint value) => MosquittoError.Check(LibMosquitto.PropertyAddInt32(ref head, identifier, value));

    public void Dispose() => LibMosquitto.PropertyFreeAll(ref head);
}
