using System.Text.RegularExpressions;

namespace Bridge.Contracts.Reading;

/// <summary>What texts may hold: they end up in a protocol whose fields are separated by NUL.</summary>
internal static partial class TextRules
{
    public static bool IsText(string text) =>
        text.Length is >= 1 and <= Limits.TextLength && text.All(c => char.IsBetween(c, ' ', '~'));

    [GeneratedRegex(@"^[A-Z0-9. ]{1,16}\z")]
    public static partial Regex Symbol();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,32}\z")]
    public static partial Regex ClientOrderId();

    /// <summary>An order's id, or that of one of its protection orders.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,32}(\.sl|\.tp)?\z")]
    public static partial Regex AnyClientOrderId();
}
