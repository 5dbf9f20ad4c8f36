namespace Bridge.Host.Loop;

/// <summary>The host's clocks in the core's unit.</summary>
internal static class Moments
{
    private const long NsPerTick = 100;

    /// <summary>Nanoseconds since 1970, UTC.</summary>
    public static long NowNs(this TimeProvider time) => (time.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks) * NsPerTick;

    /// <summary>Nanoseconds of a clock that nobody sets, from an origin that means nothing.</summary>
    public static long SteadyNs(this TimeProvider time) => time.GetElapsedTime(startingTimestamp: 0).Ticks * NsPerTick;

    /// <summary>A span of nanoseconds, rounded up so that waiting for it is never too short.</summary>
    public static TimeSpan Span(long ns) => TimeSpan.FromTicks((ns + NsPerTick - 1) / NsPerTick);
}
