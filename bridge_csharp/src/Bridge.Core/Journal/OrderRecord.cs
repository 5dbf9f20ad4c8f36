using System.Text.Json.Serialization;
using Bridge.Contracts.Words;

namespace Bridge.Core.Journal;

/// <summary>One order as the bridge means it and as far as it knows it. On disk before anything of it is written to the gateway.</summary>
public sealed record OrderRecord
{
    /// <summary>The core's id, and the order's orderRef at the broker.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>Its id in this client's sequence; never used twice.</summary>
    public required int OrderId { get; init; }

    /// <summary>Who decided.</summary>
    public string? AgentId { get; init; }

    /// <summary>Which account trades.</summary>
    public required string Account { get; init; }

    /// <summary>What is traded.</summary>
    public required string Symbol { get; init; }

    /// <summary>STK.</summary>
    public required string SecType { get; init; }

    /// <summary>Where.</summary>
    public required string Exchange { get; init; }

    /// <summary>In which currency.</summary>
    public required string Currency { get; init; }

    /// <summary>BUY or SELL.</summary>
    public required string Side { get; init; }

    /// <summary>MKT, LMT, STP or STP_LMT.</summary>
    public required string OrderType { get; init; }

    /// <summary>What a modify can change, as last asked for.</summary>
    public required OrderTerms Terms { get; init; }

    /// <summary>The terms before a modify that is not confirmed yet.</summary>
    public OrderTerms? TermsBefore { get; init; }

    /// <summary>Whether it may trade outside regular hours.</summary>
    public required bool OutsideRth { get; init; }

    /// <summary>entry, reduce, protect or flatten.</summary>
    public required string Purpose { get; init; }

    /// <summary>entry, stop_loss or take_profit.</summary>
    public required string Role { get; init; }

    /// <summary>Orders of one group reduce each other.</summary>
    public string? OcaGroup { get; init; }

    /// <summary>The entry it protects.</summary>
    public string? ParentClientOrderId { get; init; }

    /// <summary>The parameters' digest, for an order the core submitted.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The command that last touched it.</summary>
    public string? CommandId { get; init; }

    /// <summary>From when on it must not be written any more, ns since 1970.</summary>
    public required long ExpiresNs { get; init; }

    /// <summary>The broker's lasting id; 0: not told yet.</summary>
    public long PermId { get; init; }

    /// <summary>One of <see cref="OrderStatuses"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Rises with every published change, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>Shares filled.</summary>
    public long Filled { get; init; }

    /// <summary>Average price of the filled shares.</summary>
    public decimal? AveragePrice { get; init; }

    /// <summary>A cancel is on disk and not answered yet.</summary>
    public bool CancelAsked { get; init; }

    /// <summary>Why it stands as it stands: a word of Codes.</summary>
    public string? Code { get; init; }

    /// <summary>The gateway's own number.</summary>
    public int? TwsCode { get; init; }

    /// <summary>One sentence for people.</summary>
    public string? Reason { get; init; }

    /// <summary>When it last changed, ns since 1970.</summary>
    public long ChangedNs { get; init; }

    /// <summary>Filled, cancelled or rejected: after that only late fills count.</summary>
    [JsonIgnore]
    public bool Ended => Status is OrderStatuses.Filled or OrderStatuses.Cancelled or OrderStatuses.Rejected;

    /// <summary>Submitted by the core itself, not a protection order.</summary>
    [JsonIgnore]
    public bool IsEntryRole => Role == Roles.Entry;

    /// <summary>Whether a fill of it may add risk.</summary>
    [JsonIgnore]
    public bool AddsRisk => IsEntryRole && Purpose == Purposes.Entry;
}
