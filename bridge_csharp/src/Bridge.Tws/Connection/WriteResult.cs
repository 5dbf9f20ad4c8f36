namespace Bridge.Tws.Connection;

/// <summary>What became of a write, and why; Reason is empty when it was written.</summary>
public readonly record struct WriteResult(WriteOutcome Outcome, string Reason)
{
    /// <summary>All of it is with the operating system.</summary>
    public static WriteResult Written { get; } = new(WriteOutcome.Written, string.Empty);

    /// <summary>Not one byte left.</summary>
    public static WriteResult NotBegun(string reason) => new(WriteOutcome.NotBegun, reason);

    /// <summary>Some of it may have arrived.</summary>
    public static WriteResult Unfinished(string reason) => new(WriteOutcome.Unfinished, reason);
}
