using Bridge.Core.Journal;

namespace Bridge.Core.Orders;

/// <summary>Which order the gateway means. Conflict: it is ours by name, but under another permanent id than the journal has.</summary>
internal readonly record struct OrderMatch(OrderRecord? Order, bool Conflict)
{
    /// <summary>Find the order a message is about.</summary>
    /// <param name="book">Every order.</param>
    /// <param name="ours">Whether the message names our client id.</param>
    /// <param name="orderId">0: the message has none.</param>
    /// <param name="permId">0: the message has none.</param>
    /// <param name="orderRef">Empty: the message has none.</param>
    public static OrderMatch Find(OrderBook book, bool ours, int orderId, long permId, string orderRef)
    {
        // The permanent id is the broker's own key; order ids repeat across sessions.
        if (permId != 0 && book.ByPermId(permId) is { } known)
        {
            return new OrderMatch(known, false);
        }

        var found = !ours ? null : orderRef.Length > 0 ? book.Find(orderRef) : book.ByOrderId(orderId);
        if (found is null)
        {
            return default;
        }

        var otherPermId = permId != 0 && found.PermId != 0 && permId != found.PermId;
        var otherId = orderId > 0 && orderId != found.OrderId;
        return new OrderMatch(found, otherPermId || otherId);
    }
}
