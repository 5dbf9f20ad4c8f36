using Bridge.Contracts.Words;

namespace Bridge.Core.Feeds;

/// <summary>What a bar must be. One bad bar has stopped whole platforms; it is dropped here, counted and told.</summary>
internal static class BarCheck
{
    private const long GridSeconds = 5;
    private const long AheadSeconds = 10;

    // Beyond this a decimal of 8 places has no room; no price or volume comes near.
    private const double Largest = 1e15;

    /// <summary>What is wrong with its numbers; null: nothing.</summary>
    public static string? Shape(double open, double high, double low, double close, double volume)
    {
        double[] prices = [open, high, low, close];
        return prices.Any(price => !double.IsFinite(price) || price >= Largest) ? "a price is not finite"
            : prices.Any(price => price < 1e-8) ? "a price is not above zero"
            : low > Math.Min(open, close) ? "low lies above open or close"
            : high < Math.Max(open, close) ? "high lies below open or close"
            : !double.IsFinite(volume) || volume < 0 || volume >= Largest ? "volume is not a number of shares"
            : null;
    }

    /// <summary>The volume of a bar: nobody trades an index, and the gateway says −1 or leaves it unset.</summary>
    public static double Volume(string secType, double said) => secType == SecTypes.Index && said is -1 or double.NaN ? 0 : said;

    /// <summary>What is wrong with its start, s since 1970, given the gateway's clock and the start before it.</summary>
    public static string? Start(long start, long clockSeconds, long? lastStart) =>
        start <= 0 || start % GridSeconds != 0 ? "it starts off the 5 s grid"
        : start > clockSeconds + AheadSeconds ? "it starts more than 10 s ahead of the gateway's clock"
        : start <= lastStart ? "it starts no later than the last one"
        : null;
}
