using Microsoft.Extensions.Logging;

namespace Bridge.Host.Logging;

/// <summary>Loggers that write JSON lines.</summary>
internal sealed class JsonLoggerProvider(LogOutbox outbox, TimeProvider time) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new JsonLogger(line => outbox.Put(new LoggedLine(line)), time.GetUtcNow);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The outbox is the writer's.
    }
}
