using Bridge.Contracts.Words;

namespace Bridge.Core.Orders;

/// <summary>The gateway's words for how an order stands, in ours.</summary>
internal static class OrderWords
{
    /// <summary>
    /// What an order is, in one of <see cref="OrderStatuses"/>; null for words that say nothing yet (PendingSubmit, ApiPending and any
    /// that is new). WhyHeld tells an Inactive order that waits for shares to borrow from one that was refused.
    /// </summary>
    public static string? StatusOf(string word, string whyHeld) => word switch
    {
        "PreSubmitted" or "Submitted" => OrderStatuses.Accepted,
        "Filled" => OrderStatuses.Filled,
        "PendingCancel" => OrderStatuses.CancelPending,
        "ApiCancelled" or "Cancelled" => OrderStatuses.Cancelled,
        "Inactive" => whyHeld.Length > 0 ? OrderStatuses.Accepted : OrderStatuses.Rejected,
        _ => null,
    };

    /// <summary>What a sentence says an order is ("…, state: Filled."); null: it does not say, or nothing that is known.</summary>
    public static string? StatusSaidIn(string sentence)
    {
        const string Before = "state:";
        var at = sentence.IndexOf(Before, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : StatusOf(sentence[(at + Before.Length)..].Trim().TrimEnd('.'), whyHeld: string.Empty);
    }

    /// <summary>Whether an order of that word still works.</summary>
    public static bool Works(string word, string whyHeld) =>
        StatusOf(word, whyHeld) is null or OrderStatuses.Accepted or OrderStatuses.CancelPending;
}
