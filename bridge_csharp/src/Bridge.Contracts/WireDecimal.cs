namespace Bridge.Contracts;

/// <summary>Decimals as they stand on the wire: 100, not 100.00.</summary>
public static class WireDecimal
{
    // Dividing by a one with 28 zeros behind the point drops every trailing zero.
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>The same number without trailing zeros.</summary>
    public static decimal Normal(decimal value) => value / One;

    /// <summary>The number rounded to <see cref="Limits.PriceDecimals"/> decimals, without trailing zeros.</summary>
    public static decimal Rounded(decimal value) => Normal(decimal.Round(value, Limits.PriceDecimals, MidpointRounding.ToEven));
}
