namespace Bridge.Core.Reconciling;

/// <summary>Lays several lists one behind the other and cuts pages of a fixed number of entries; a list that is unknown stays null.</summary>
internal sealed class Pager(int entriesOnPage)
{
    private int entries;

    /// <summary>How many pages there are; at least one.</summary>
    public int Count => Math.Max(1, (entries + entriesOnPage - 1) / entriesOnPage);

    /// <summary>Add a list.</summary>
    public Paged<T>? List<T>(IEnumerable<T>? items)
    {
        if (items is null)
        {
            return null;
        }

        var list = new Paged<T>([.. items], entries, entriesOnPage);
        entries += list.Count;
        return list;
    }
}
