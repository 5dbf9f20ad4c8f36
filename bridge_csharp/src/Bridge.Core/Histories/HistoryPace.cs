using Bridge.Core.Outbound;

namespace Bridge.Core.Histories;

/// <summary>How fast the gateway lets itself be asked: five questions in 2 s about one instrument, none twice within 15 s.</summary>
internal sealed class HistoryPace
{
    private const int MostOfOne = 5;
    private const long SpanNs = 2 * Moments.Second;
    private const long IdenticalNs = 15 * Moments.Second;
    private readonly Dictionary<string, RateWindow> bySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string, HistoryChunk), long> asked = [];

    /// <summary>When this question may be asked.</summary>
    public long FreeAtNs(HistoryJob job, HistoryChunk chunk)
    {
        var identical = asked.TryGetValue((job.Wanted.Symbol, job.Wanted.Interval, chunk), out var at) ? at + IdenticalNs : long.MinValue;
        return Math.Max(identical, WindowOf(job).FreeAtNs);
    }

    /// <summary>It was asked.</summary>
    public void Asked(HistoryJob job, HistoryChunk chunk, long steadyNs)
    {
        foreach (var old in asked.Where(pair => steadyNs - pair.Value >= IdenticalNs).Select(pair => pair.Key).ToArray())
        {
            asked.Remove(old);
        }

        asked[(job.Wanted.Symbol, job.Wanted.Interval, chunk)] = steadyNs;
        WindowOf(job).Take(steadyNs, 1);
    }

    private RateWindow WindowOf(HistoryJob job)
    {
        if (!bySymbol.TryGetValue(job.Wanted.Symbol, out var window))
        {
            bySymbol[job.Wanted.Symbol] = window = new RateWindow(MostOfOne, SpanNs);
        }

        return window;
    }
}
