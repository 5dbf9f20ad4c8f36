namespace Bridge.Core.Orders;

/// <summary>
/// Order ids never go backwards: the next one is above everything journaled, everything the gateway says is valid, and everything ever
/// seen. A gateway that restarts may roll its own counter back, and an id used twice binds two orders' answers together.
/// </summary>
internal sealed class OrderIds(int highestJournaled)
{
    /// <summary>The id the next order gets.</summary>
    public int Next { get; private set; } = highestJournaled + 1;

    /// <summary>The gateway said which id it takes next.</summary>
    public void Valid(int id) => Next = Math.Max(Next, id);

    /// <summary>An order of ours has this id.</summary>
    public void Seen(int id)
    {
        // Ids above are those of requests.
        if (id < RequestIds.First)
        {
            Next = Math.Max(Next, id + 1);
        }
    }

    /// <summary>So many ids in a row; answers the first.</summary>
    public int Take(int count)
    {
        var first = Next;
        Next += count;
        return first;
    }
}
