using Microsoft.Extensions.Logging;

namespace Bridge.Host.Logging;

/// <summary>Renders lines at once, so that what they tell cannot change before they are written.</summary>
/// <param name="put">Where a line goes.</param>
/// <param name="now">When it is logged.</param>
internal sealed class JsonLogger(Action<byte[]> put, Func<DateTimeOffset> now) : ILogger
{
    private const string Component = "bridge";

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        put(LogLine.Of(
            now(),
            logLevel,
            Component,
            eventId.Name ?? "host",
            formatter(state, exception),
            state as IReadOnlyList<KeyValuePair<string, object?>> ?? [],
            exception));
}
