using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Native;

/// <summary>struct mosquitto_message.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeMessage
{
    public int MessageId;
    public nint Topic;
    public nint Payload;
    public int PayloadLength;
    public int Qos;
    public byte Retain;
}
