using Bridge.Contracts.Commands;
using Bridge.Contracts.Events;
using Bridge.Core.Gateway;

namespace Bridge.Core.Histories;

/// <summary>One request of the core under way: what was delivered, and the question asked for it now.</summary>
internal sealed class HistoryJob
{
    public required HistoryRequest Wanted { get; init; }

    /// <summary>Everything before this is delivered or known not to exist.</summary>
    public required long FromNs { get; set; }

    /// <summary>The question under way; null: none.</summary>
    public HistoryChunk? Chunk { get; set; }

    public int RequestId { get; set; }

    /// <summary>When it was asked; null: it waits.</summary>
    public long? AskedNs { get; set; }

    /// <summary>It is not asked before this, after the gateway complained of the pace.</summary>
    public long NotBeforeNs { get; set; }

    public long LastStartNs { get; set; } = -1;

    public int Pages { get; set; }

    /// <summary>Bars not yet on a page.</summary>
    public List<HistoryBar> Bars { get; } = [];

    public Contract Contract => new(Wanted.Symbol, Wanted.SecType, Wanted.Exchange, Wanted.Currency);
}
