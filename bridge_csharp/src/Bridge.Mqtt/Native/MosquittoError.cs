using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Native;

/// <summary>The library's result codes in words.</summary>
internal static class MosquittoError
{
    // MOSQ_ERR_ERRNO: the system's own error tells why.
    private const int SeeSystem = 14;

    public static string Text(int code) => code == SeeSystem
        ? Marshal.GetLastPInvokeErrorMessage()
        : Marshal.PtrToStringUTF8(LibMosquitto.ErrorText(code)) ?? $"error {code}";

    public static string Reason(int reason) => Marshal.PtrToStringUTF8(LibMosquitto.ReasonText(reason)) ?? $"reason {reason}";

    /// <summary>Settings cannot fail on a sound library; if one does, that is no state to go on from.</summary>
    public static void Check(int code)
    {
        if (code != LibMosquitto.Success)
        {
            throw new InvalidOperationException($"libmosquitto: {Text(code)}");
        }
    }
}
