namespace Bridge.Tws.Framing;

/// <summary>What the bytes received so far amount to.</summary>
internal enum FrameStep
{
    /// <summary>More bytes are needed.</summary>
    Partial,

    /// <summary>One payload is complete.</summary>
    Whole,

    /// <summary>A length beyond the limit: nothing after it can be trusted.</summary>
    TooLong,
}
