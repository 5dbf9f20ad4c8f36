using System.Runtime.InteropServices;

namespace Bridge.Core.Journal;

/// <summary>
/// The few words that every order and every execution repeats (accounts, symbols, agents, sides), each as one string. Orders and fills stay
/// for ever, and what was read from a file or a message comes with strings of its own: more than half of their memory.
/// </summary>
internal sealed class SharedWords
{
    // Far more than there are; a book that is handed new ones without end keeps those it has.
    private const int Most = 4096;
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);

    /// <summary>The same order.</summary>
    public OrderRecord Of(OrderRecord order) => order with
    {
        AgentId = Of(order.AgentId),
        Account = Of(order.Account),
        Symbol = Of(order.Symbol),
        SecType = Of(order.SecType),
        Exchange = Of(order.Exchange),
        Currency = Of(order.Currency),
        Side = Of(order.Side),
        OrderType = Of(order.OrderType),
        Terms = order.Terms with { Tif = Of(order.Terms.Tif) },
        Purpose = Of(order.Purpose),
        Role = Of(order.Role),
        Status = Of(order.Status),
        Code = Of(order.Code),
    };

    /// <summary>The same execution. ExecKey is cut from ExecId and cannot be shared.</summary>
    public BookedFill Of(BookedFill fill) => fill with
    {
        AgentId = Of(fill.AgentId),
        Account = Of(fill.Account),
        Symbol = Of(fill.Symbol),
        Side = Of(fill.Side),
        Origin = Of(fill.Origin),
    };

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(word))]
    private string? Of(string? word)
    {
        if (word is null)
        {
            return null;
        }

        if (words.Count >= Most)
        {
            return words.GetValueOrDefault(word, word);
        }

        ref var shared = ref CollectionsMarshal.GetValueRefOrAddDefault(words, word, out _);
        return shared ??= word;
    }
}
