namespace Bridge.Core.Orders;

/// <summary>Ids of requests, far above those of orders: an error names either by the same field.</summary>
internal sealed class RequestIds
{
    /// <summary>The first of them.</summary>
    public const int First = 1_000_000_000;

    private int next = First;

    /// <summary>An id no request of this start had.</summary>
    public int Take() => next++;
}
