namespace Bridge.Tws.Framing;

/// <summary>A frame is its payload with four bytes of big-endian length before it.</summary>
internal static class FrameFormat
{
    /// <summary>Bytes of the length.</summary>
    public const int LengthBytes = 4;

    /// <summary>
    /// The largest payload either side may send; a longer one means that the stream is no longer what it was (error 507).
    /// </summary>
    public const int LargestPayload = 0x00FF_FFFF;
}
