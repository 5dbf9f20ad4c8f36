namespace Bridge.Core.Orders;

/// <summary>
/// Ids of requests, far above those of orders: an error names either by the same field. Clients that number orders by the seconds since 1970
/// stay below until 2033.
/// </summary>
internal sealed class RequestIds
{
    /// <summary>The first of them.</summary>
    public const int First = 2_000_000_000;

    private int next = First;

    /// <summary>An id no request of this start had.</summary>
    public int Take() => next++;

    /// <summary>Whether a request of this start had this one.</summary>
    public bool Gave(int id) => id >= First && id < next;
}
