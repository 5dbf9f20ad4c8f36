namespace Bridge.Core.Orders;

/// <summary>
/// Order ids never go backwards: the next one is above everything journaled, everything the gateway says is valid, and everything ever
/// seen. A gateway that restarts may roll its own counter back, and an id used twice binds two orders' answers together.
/// </summary>
internal sealed class OrderIds(int highestJournaled)
{
    // An order with its protection.
    private const int MostAtOnce = 3;

    private int aboveAll = highestJournaled + 1;
    private int valid;

    /// <summary>The id the next order gets.</summary>
    public int Next => Math.Max(aboveAll, valid);

    /// <summary>Whether there are none left below those of requests. A gateway can be told to begin anew.</summary>
    public bool UsedUp => Next > RequestIds.First - MostAtOnce;

    /// <summary>The gateway said which id it takes next.</summary>
    public void Valid(int id) => valid = id;

    /// <summary>An order of ours has this id.</summary>
    public void Seen(int id)
    {
        // Ids above are those of requests.
        if (id < RequestIds.First)
        {
            aboveAll = Math.Max(aboveAll, id + 1);
        }
    }

    /// <summary>So many ids in a row; answers the first.</summary>
    public int Take(int count)
    {
        var first = Next;
        aboveAll = first + count;
        return first;
    }
}
