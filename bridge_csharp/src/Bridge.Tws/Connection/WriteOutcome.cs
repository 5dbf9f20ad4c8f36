namespace Bridge.Tws.Connection;

/// <summary>What became of a write.</summary>
public enum WriteOutcome
{
    /// <summary>All of it is with the operating system; whether the gateway reads it is another matter.</summary>
    Written,

    /// <summary>Not one byte left, for certain.</summary>
    NotBegun,

    /// <summary>Some of it may have arrived, even whole requests. The connection is closed.</summary>
    Unfinished,
}
