namespace Bridge.Contracts.Words;

/// <summary>Why a reconciliation ran.</summary>
public static class Causes
{
    /// <summary>The gateway was (re)connected.</summary>
    public const string Connect = "connect";

    /// <summary>The broker link came back.</summary>
    public const string LinkRestored = "link_restored";

    /// <summary>It was due.</summary>
    public const string Timer = "timer";

    /// <summary>The core asked.</summary>
    public const string Request = "request";

    /// <summary>An order was not confirmed in time.</summary>
    public const string StuckOrder = "stuck_order";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Connect, LinkRestored, Timer, Request, StuckOrder];
}
