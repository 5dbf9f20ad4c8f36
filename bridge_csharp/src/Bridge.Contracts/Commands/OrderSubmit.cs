using Bridge.Contracts.Words;
using System.Text.Json.Serialization;

namespace Bridge.Contracts.Commands;

/// <summary>Place an order. Prices in the instrument's currency, quantity in whole shares.</summary>
public sealed record OrderSubmit : Command
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => CommandNames.OrderSubmit;

    /// <summary>The core's own name for the order: its orderRef at the broker.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>Who decided.</summary>
    public required string AgentId { get; init; }

    /// <summary>Which account trades.</summary>
    public required string Account { get; init; }

    /// <summary>What is traded.</summary>
    public required string Symbol { get; init; }

    /// <summary>STK.</summary>
    public string SecType { get; init; } = SecTypes.Stock;

    /// <summary>SMART.</summary>
    public string Exchange { get; init; } = "SMART";

    /// <summary>USD.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>BUY or SELL.</summary>
    public required string Side { get; init; }

    /// <summary>Whole shares, 1 or more.</summary>
    public required long Quantity { get; init; }

    /// <summary>MKT, LMT, STP or STP_LMT.</summary>
    public required string OrderType { get; init; }

    /// <summary>For LMT and STP_LMT.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>For STP and STP_LMT.</summary>
    public decimal? StopPrice { get; init; }

    /// <summary>DAY, GTC, IOC or OPG.</summary>
    public required string Tif { get; init; }

    /// <summary>Whether it may trade outside regular hours.</summary>
    public required bool OutsideRth { get; init; }

    /// <summary>entry, reduce, protect or flatten.</summary>
    public string Purpose { get; init; } = Purposes.Entry;

    /// <summary>Orders of one group reduce each other.</summary>
    public string? OcaGroup { get; init; }

    /// <summary>Stop-loss and take-profit, held at the broker.</summary>
    public Protection? Protection { get; init; }
}
