using System.Collections.Frozen;
using Bridge.Contracts;

namespace Bridge.Core.Link;

/// <summary>
/// The gateway's error numbers, in one table: taking a warning for an end, or an end for a warning, is how orders get lost. A number that
/// is not here decides nothing about an order alone; the lists are asked too.
/// </summary>
internal static class ErrorTable
{
    private static readonly FrozenDictionary<int, ErrorRule> Rules = Build().ToFrozenDictionary();

    /// <summary>Every number that has a rule.</summary>
    public static IEnumerable<int> Known => Rules.Keys;

    /// <summary>The rule of a number about an order.</summary>
    public static ErrorRule OfOrder(int code) =>
        Rules.TryGetValue(code, out var rule) ? rule
        : IsWarning(code) ? new ErrorRule(ErrorEffect.OrderLives, Codes.Unsupported)
        : IsAboutSystems(code) ? new ErrorRule(ErrorEffect.OrderAsk, Codes.Unsupported)
        : new ErrorRule(ErrorEffect.OrderRefusedUnlessListed, Codes.Unsupported);

    /// <summary>The rule of a number about a request for data.</summary>
    public static ErrorRule OfRequest(int code) =>
        IsWarning(code) ? new ErrorRule(ErrorEffect.Info, Codes.Unsupported)
        : Rules.TryGetValue(code, out var rule) ? rule
        : new ErrorRule(ErrorEffect.RequestRefused, Codes.Unsupported);

    /// <summary>The rule of a number about nothing in particular.</summary>
    public static ErrorRule OfLink(int code) =>
        Rules.TryGetValue(code, out var rule) ? rule : new ErrorRule(ErrorEffect.Info, Codes.Unsupported);

    // The client's own from 500 on, then those of sockets, links and farms; refusals are below and, the newer ones, above.
    private static bool IsAboutSystems(int code) => code is >= 500 and < 10_000;

    // Numbers from 2100 to 2199 are warnings by the gateway's own numbering.
    private static bool IsWarning(int code) => code is >= 2100 and < 2200;

    private static IEnumerable<KeyValuePair<int, ErrorRule>> Build() =>
    [
        .. Each(ErrorEffect.OrderRejected, Codes.Unsupported, 107, 111, 113, 116, 140, 163, 200, 201, 203, 321, 382, 383, 387, 388, 391, 434, 435, 460, 10052, 10242, 10243, 10245, 10246, 10247, 10248, 10249, 10250),
        .. Each(ErrorEffect.OrderRejected, Codes.Price, 109, 110),
        .. Each(ErrorEffect.OrderCancelled, Codes.OrderFinal, 202),
        .. Each(ErrorEffect.ChangeRefused, Codes.Unsupported, 105, 329),
        .. Each(ErrorEffect.ChangeRefused, Codes.Rate, 2102),
        .. Each(ErrorEffect.OrderAsk, Codes.OrderIdReused, 103),
        .. Each(ErrorEffect.OrderAsk, Codes.OrderFinal, 104, 136, 161, 10148),
        .. Each(ErrorEffect.OrderAsk, Codes.OrderUnknown, 135, 10147),
        .. Each(ErrorEffect.OrderLives, Codes.Unsupported, 404, 2161),
        .. Each(ErrorEffect.OrderLivesAsAsked, Codes.Unsupported, 2109),
        .. Each(ErrorEffect.OrderMayDiffer, Codes.Unsupported, 399, 10349),
        .. Each(ErrorEffect.ClientIdTaken, Codes.GatewayDown, 326),
        .. Each(ErrorEffect.SocketLost, Codes.GatewayDown, 502, 503, 504, 506, 507, 1300),
        .. Each(ErrorEffect.LinkLost, Codes.LinkDown, 1100, 2110),
        .. Each(ErrorEffect.LinkBackDataLost, Codes.LinkDown, 1101),
        .. Each(ErrorEffect.LinkBack, Codes.LinkDown, 1102),
        .. Each(ErrorEffect.FarmOk, Codes.LinkDown, 2104, 2106, 2158),
        .. Each(ErrorEffect.FarmInactive, Codes.LinkDown, 2107, 2108, 2119),
        .. Each(ErrorEffect.FarmBroken, Codes.LinkDown, 2103),
        .. Each(ErrorEffect.SideFarmBroken, Codes.LinkDown, 2105, 2157),
        .. Each(ErrorEffect.RequestRefused, Codes.Unsupported, 354, 10186, 10168, 10190),
        .. Each(ErrorEffect.RequestRefused, Codes.Rate, 101),
        .. Each(ErrorEffect.HistoryProblem, Codes.Unsupported, 162),
        .. Each(ErrorEffect.RequestDropped, Codes.LinkDown, 10182, 10225),
        .. Each(ErrorEffect.Delayed, Codes.Unsupported, 10167),
        .. Each(ErrorEffect.DelayedAtBest, Codes.Unsupported, 10089),
        .. Each(ErrorEffect.NothingToCancel, Codes.Unsupported, 300, 366),
        .. Each(ErrorEffect.Info, Codes.Unsupported, 165, 10090, 10091),
        .. Each(ErrorEffect.Pacing, Codes.Rate, 100, 420),
        .. Each(ErrorEffect.DataTaken, Codes.LinkDown, 10197),
    ];

    private static IEnumerable<KeyValuePair<int, ErrorRule>> Each(ErrorEffect effect, string code, params int[] numbers) =>
        numbers.Select(number => KeyValuePair.Create(number, new ErrorRule(effect, code)));
}
