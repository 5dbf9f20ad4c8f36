namespace Bridge.Tws.Fields;

/// <summary>The ways in which a gateway or a client writes "no value", besides an empty field.</summary>
internal static class Unset
{
    /// <summary>A value of at least this size is the largest double, written with whatever digits and exponent.</summary>
    public const double Double = 1.79e308;

    private const double QuantityDigits = 1.7e38;

    /// <summary>True for 2147483647, 9223372036854775807 and its negative twin: the largest integers.</summary>
    public static bool Is(decimal value) =>
        value == int.MaxValue || value == long.MaxValue || value == long.MinValue;

    /// <summary>True for the largest double, infinity, and 2¹²⁷−1 (the largest quantity).</summary>
    public static bool Is(double value) =>
        double.IsInfinity(value) || Math.Abs(value) >= Double || Math.Abs(value - QuantityDigits) < 0.01e38;
}
