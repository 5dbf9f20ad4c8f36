namespace Bridge.Host.Loop;

/// <summary>The host's clocks in the core's unit.</summary>
internal static class Moments
{
    private const long NsPerTick = 100;

    /// <summary>Nanoseconds since 1970, UTC.</summary>
    public static long NowNs(this TimeProvider time) => (time.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks) * NsPerTick;

    /// <summary>Nanoseconds since a timestamp, by the clock that nobody sets.</summary>
    public static long SinceNs(this TimeProvider time, long timestamp) => time.GetElapsedTime(timestamp).Ticks * NsPerTick;

    /// <summary>A span of nanoseconds, rounded up so that waiting for it is never too short.</summary>
    public static TimeSpan Span(long ns) => TimeSpan.FromTicks((ns + NsPerTick - 1) / NsPerTick);
}
