using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Host;

/// <summary>
/// The end after something that must not happen: what is in memory cannot be trusted or kept any more, so the process ends at once
/// and the next start reads the journal.
/// </summary>
internal sealed partial class Failure(IHostApplicationLifetime lifetime, TextWriter errors, ILogger<Failure> log)
{
    private int reported;

    /// <summary>Whether there was one.</summary>
    public bool Reported => Volatile.Read(ref reported) != 0;

    /// <summary>Log it, tell it, end. The first one counts.</summary>
    public void Report(string sentence, Exception cause)
    {
        if (Interlocked.Exchange(ref reported, 1) == 0)
        {
            Failed(log, sentence, cause);
            errors.WriteLine($"Bridge ends: {sentence}");
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(EventId = 1, EventName = "failed", Level = LogLevel.Critical, Message = "{Sentence}")]
    private static partial void Failed(ILogger log, string sentence, Exception cause);
}
