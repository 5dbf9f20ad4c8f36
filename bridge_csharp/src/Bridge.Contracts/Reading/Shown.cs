namespace Bridge.Contracts.Reading;

/// <summary>Foreign text inside a sentence of ours: short, printable, quoted.</summary>
internal static class Shown
{
    private const int Longest = 40;

    public static string Text(string text)
    {
        var cut = text.Length > Longest ? text[..Longest] + "..." : text;
        return "'" + string.Concat(cut.Select(c => char.IsBetween(c, ' ', '~') ? c : '?')) + "'";
    }
}
