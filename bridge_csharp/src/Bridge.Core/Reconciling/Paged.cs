namespace Bridge.Core.Reconciling;

/// <summary>A list within pages; begins after <paramref name="before"/> entries of other lists.</summary>
internal sealed class Paged<T>(IReadOnlyList<T> items, int before, int entriesOnPage)
{
    public int Count => items.Count;

    /// <summary>What of it stands on a page, counted from 1.</summary>
    public IReadOnlyList<T> On(int page)
    {
        var from = Math.Max(0, ((page - 1) * entriesOnPage) - before);
        var until = Math.Min(items.Count, (page * entriesOnPage) - before);
        return [.. items.Skip(from).Take(Math.Max(0, until - from))];
    }
}
