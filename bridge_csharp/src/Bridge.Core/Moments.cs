namespace Bridge.Core;

/// <summary>Spans of time in the core's unit, nanoseconds.</summary>
internal static class Moments
{
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000 * Millisecond;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    /// <summary>Nothing is due.</summary>
    public const long Never = long.MaxValue;
}
