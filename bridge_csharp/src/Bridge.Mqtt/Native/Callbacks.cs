using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Native;

/// <summary>
/// Static functions the library calls, each on the connection's own thread inside <see cref="LibMosquitto.Loop"/> (its log also
/// inside <see cref="LibMosquitto.Connect"/>). They only pass on: an exception must not cross into native code, and a reconnect from here could deadlock.
/// </summary>
internal static unsafe class Callbacks
{
    public static void Install(nint client)
    {
        LibMosquitto.OnConnect(client, &Connected);
        LibMosquitto.OnDisconnect(client, &Disconnected);
        LibMosquitto.OnSubscribe(client, &Subscribed);
        LibMosquitto.OnPublish(client, &Published);
        LibMosquitto.OnMessage(client, &Arrived);
    }

    /// <summary>Its errors in words. With this it renders a line for each packet too, so only where the words are needed.</summary>
    public static void InstallLog(nint client) => LibMosquitto.OnLog(client, &Logged);

    private static ICallbackTarget Target(nint userData) => (ICallbackTarget)GCHandle.FromIntPtr(userData).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Connected(nint client, nint userData, int reason, int flags, nint properties) =>
        Target(userData).Connected(reason);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Disconnected(nint client, nint userData, int reason, nint properties) =>
        Target(userData).Disconnected(reason);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Subscribed(nint client, nint userData, int messageId, int count, int* granted, nint properties) =>
        Target(userData).Subscribed(count > 0 ? granted[0] : 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Published(nint client, nint userData, int messageId, int reason, nint properties) =>
        Target(userData).Published(messageId, reason);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Logged(nint client, nint userData, int level, nint line)
    {
        if (level == LibMosquitto.LogError)
        {
            Target(userData).Complained(Marshal.PtrToStringUTF8(line) ?? string.Empty);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Arrived(nint client, nint userData, NativeMessage* message, nint properties)
    {
        var topic = Marshal.PtrToStringUTF8(message->Topic) ?? string.Empty;
        var payload = new ReadOnlySpan<byte>((void*)message->Payload, message->PayloadLength).ToArray();
        Target(userData).Arrived(topic, payload, message->Retain != 0);
    }
}
