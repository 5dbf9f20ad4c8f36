using System.Globalization;

namespace Bridge.Core.Fills;

/// <summary>An execution's id in its two parts: a correction differs from what it corrects only after the last dot.</summary>
internal readonly record struct ExecId(string Key, long Revision)
{
    /// <summary>Split at the last dot. Without a number behind one, all of it is the key, revision 0.</summary>
    public static ExecId Of(string text)
    {
        var dot = text.LastIndexOf('.');
        return dot > 0 && long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? new ExecId(text[..dot], revision)
            : new ExecId(text, 0);
    }
}
