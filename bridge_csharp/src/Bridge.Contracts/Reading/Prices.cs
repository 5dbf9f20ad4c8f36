using System.Text.Json;

namespace Bridge.Contracts.Reading;

/// <summary>Prices are exact: finite, above zero, at most 8 decimals.</summary>
internal static class Prices
{
    // A decimal holds 28 digits; longer texts would be rounded in silence.
    private const int LongestText = 28;

    /// <summary>The price, or null and a reason when the number is not one.</summary>
    public static decimal? Read(string name, JsonElement number, out string? reason)
    {
        var text = number.GetRawText();
        reason = null;
        if (text.Length > LongestText || !number.TryGetDecimal(out var price))
        {
            reason = $"{name} is not a number that can be a price";
        }
        else if (price <= 0)
        {
            reason = $"{name} is {text}; a price is above zero";
        }
        else if (WireDecimal.Normal(price).Scale > Limits.PriceDecimals)
        {
            reason = $"{name} is {text}; a price has at most {Limits.PriceDecimals} decimals";
        }
        else
        {
            return WireDecimal.Normal(price);
        }

        return null;
    }
}
