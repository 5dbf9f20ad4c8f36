using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Tests;

/// <summary>A log whose lines can be waited for.</summary>
internal sealed class HeardLog<T> : ILogger<T>
{
    private readonly Channel<(LogLevel Level, string Text)> lines = Channel.CreateUnbounded<(LogLevel, string)>();

    public bool IsEmpty => !lines.Reader.TryPeek(out _);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Writer.TryWrite((logLevel, formatter(state, exception)));

    public async Task<(LogLevel Level, string Text)> NextAsync() => await lines.Reader.ReadAsync(TestContext.Current.CancellationToken);
}
