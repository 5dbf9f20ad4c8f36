using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bridge.Contracts.Events;
using Bridge.Contracts.State;

namespace Bridge.Contracts;

/// <summary>Events and states as bytes: UTF-8 JSON, one line.</summary>
public static class EventWriter
{
    private static readonly byte[] ReplayMark = ",\"replay\":true}"u8.ToArray();

    /// <summary>An event's payload.</summary>
    public static byte[] Write(BridgeEvent evt) =>
        JsonSerializer.SerializeToUtf8Bytes(evt, evt.GetType(), WireJson.Default);

    /// <summary>The retained state.</summary>
    public static byte[] Write(BridgeState state) => JsonSerializer.SerializeToUtf8Bytes(state, WireJson.Default.BridgeState);

    /// <summary>The last will, and the last word of an orderly end.</summary>
    public static byte[] Write(OfflineState state) => JsonSerializer.SerializeToUtf8Bytes(state, WireJson.Default.OfflineState);

    /// <summary>A payload written earlier, told again: byte for byte the same but for <c>replay: true</c>.</summary>
    /// <param name="payload">What <see cref="Write(BridgeEvent)"/> gave for a journaled event.</param>
    public static byte[] Replayed(ReadOnlySpan<byte> payload) => [.. payload[..^1], .. ReplayMark];

    /// <summary>Read back what <see cref="Write(BridgeEvent)"/> wrote.</summary>
    /// <exception cref="JsonException">It is not an event of that kind.</exception>
    public static T Read<T>(ReadOnlySpan<byte> payload)
        where T : BridgeEvent =>
        JsonSerializer.Deserialize(payload, (JsonTypeInfo<T>)WireJson.Default.GetTypeInfo(typeof(T))!)
            ?? throw new JsonException($"the payload is null, not {typeof(T).Name}");
}
