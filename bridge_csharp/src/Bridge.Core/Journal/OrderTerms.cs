namespace Bridge.Core.Journal;

/// <summary>What a modify can change. Quantity: the total, filled shares included.</summary>
public sealed record OrderTerms(long Quantity, decimal? LimitPrice, decimal? StopPrice, string Tif);
