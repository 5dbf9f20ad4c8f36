using Bridge.Contracts;
using Bridge.Contracts.Words;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Journal;
using Bridge.Core.Link;
using Bridge.Core.Publishing;

namespace Bridge.Core.Orders;

/// <summary>Errors that name an order.</summary>
internal sealed class OrderErrors(OrderChanges changes, StuckWatch stuck, Notices notices)
{
    /// <summary>Called when only the lists can tell what became of an order.</summary>
    public Action<Turn> MustAsk { get; set; } = _ => { };

    /// <summary>Apply one.</summary>
    public void On(Turn turn, OrderRecord order, GatewayError said)
    {
        var rule = ErrorTable.OfOrder(said.Code);
        var awaited = stuck.Of(order.ClientOrderId)?.Kind;

        // What refuses a message may have refused the cancel, as a gateway for reading only does: the order works on for all that.
        var cancelling = awaited == StuckKind.LastCancel ? order.PermId != 0 : order.CancelAsked || awaited == StuckKind.Cancel;

        // An echo of new terms may come before the broker has judged them. Refused then, the order works on under those of before. What
        // names a change alone names the one under way, where there is one.
        var changed = !cancelling && stuck.WasChanged(order.ClientOrderId);
        var effect = rule.Effect switch
        {
            ErrorEffect.OrderRejected when cancelling || changed => ErrorEffect.OrderAsk,
            ErrorEffect.ChangeRefused when changed && order.TermsBefore is null => ErrorEffect.OrderAsk,
            var plain => plain,
        };
        var doubtful = changed && effect != rule.Effect;
        if (effect is ErrorEffect.OrderAsk or ErrorEffect.OrderRefusedUnlessListed && awaited is StuckKind.LastCancel && !order.Ended)
        {
            OnLastCancel(turn, order, said, rule.Code);
            return;
        }

        switch (effect)
        {
            case ErrorEffect.OrderRejected when order is { Ended: false, TermsBefore: null }
                or { Ended: false, Status: OrderStatuses.Submitted }:
                changes.Set(turn, order with { Status = OrderStatuses.Rejected, Code = rule.Code, TwsCode = said.Code, Reason = Words(said) });
                break;
            case ErrorEffect.OrderRejected when order is { Status: OrderStatuses.Rejected, Code: null, TwsCode: null }:
                // The word of its end came first, without a reason.
                changes.Set(turn, order with { Code = rule.Code, TwsCode = said.Code, Reason = Words(said) });
                break;
            case ErrorEffect.OrderRejected or ErrorEffect.ChangeRefused when order is { Ended: false, TermsBefore: { } before }:
                stuck.Settled(order.ClientOrderId);
                changes.Set(turn, order with { Terms = before, TermsBefore = null, Code = rule.Code, TwsCode = said.Code, Reason = Words(said) });
                break;
            case ErrorEffect.OrderCancelled when !order.Ended:
                changes.Set(turn, order with { Status = OrderStatuses.Cancelled, TwsCode = said.Code, Reason = Words(said) });
                break;
            case ErrorEffect.OrderAsk when doubtful && !order.Ended:
                stuck.Doubt(order.ClientOrderId, turn.SteadyNs);
                changes.Set(turn, order with { Terms = order.TermsBefore ?? order.Terms, TermsBefore = null, Code = rule.Code, TwsCode = said.Code, Reason = Words(said) });
                MustAsk(turn);
                break;
            case ErrorEffect.OrderAsk or ErrorEffect.OrderRefusedUnlessListed when awaited == StuckKind.Refused && !cancelling && !order.Ended:
                // The lists decide already, and the words of the refusal are those of its end.
                MustAsk(turn);
                goto default;
            case ErrorEffect.OrderAsk or ErrorEffect.OrderRefusedUnlessListed when !order.Ended:
                stuck.Ask(order.ClientOrderId, AwaitedBy(order, effect), turn.SteadyNs);
                changes.Set(turn, order with { Code = rule.Code, TwsCode = said.Code, Reason = Words(said) });
                MustAsk(turn);
                break;
            case ErrorEffect.OrderCancelled or ErrorEffect.OrderAsk or ErrorEffect.OrderRefusedUnlessListed:
                // The echo of an end that is known, or of a cancel that came second to it.
                turn.Log(LogWeight.Debug, $"{order.ClientOrderId} is {order.Status}: {said.Code} {Words(said)}");
                break;
            case ErrorEffect.OrderLives or ErrorEffect.OrderLivesAsAsked or ErrorEffect.OrderMayDiffer:
                stuck.Named(order.ClientOrderId);
                goto default;
            default:
                var asAsked = rule.Effect == ErrorEffect.OrderLivesAsAsked || (rule.Effect == ErrorEffect.OrderMayDiffer && AsAsked(order, Words(said)));
                notices.Say(turn, rule.Code, Words(said), asAsked ? Meanings.Info : Meanings.Order, twsCode: said.Code, clientOrderId: order.ClientOrderId, symbol: order.Symbol);
                break;
        }
    }

    /// <summary>Whether an order that is in no list was refused by what was said of it: it was never named, and the words were no warning.</summary>
    public static bool Refused(OrderRecord order) =>
        order is { PermId: 0, TwsCode: { } code } && ErrorTable.OfOrder(code).Effect is ErrorEffect.OrderRejected or ErrorEffect.OrderRefusedUnlessListed;

    /// <summary>Whether the last that was said of it refused it, or a change of it.</summary>
    public static bool SaysRefused(OrderRecord order) =>
        order.TwsCode is { } code && ErrorTable.OfOrder(code).Effect is ErrorEffect.OrderRejected or ErrorEffect.ChangeRefused;

    /// <summary>It was refused; code and words are those told already.</summary>
    public void Rejected(Turn turn, OrderRecord order) => changes.Set(turn, order with { Status = OrderStatuses.Rejected });

    /// <summary>Nobody knows it. It may turn up again, so this is no end.</summary>
    public void Lost(Turn turn, OrderRecord order, string reason, int? twsCode = null)
    {
        stuck.Settled(order.ClientOrderId);
        changes.Set(turn, order with { Status = OrderStatuses.Lost, CancelAsked = false, Code = Codes.Stuck, TwsCode = twsCode, Reason = reason });
    }

    // It is in no list. The gateway may know all the same how it stands; what filled, only executions tell.
    private void OnLastCancel(Turn turn, OrderRecord order, GatewayError said, string code)
    {
        var status = OrderWords.StatusSaidIn(said.Text);
        if (status is null)
        {
            Lost(turn, order, $"in no list, and not to be cancelled: {Words(said)}", said.Code);
            return;
        }

        stuck.Settled(order.ClientOrderId);
        var ended = (order with { Status = status }).Ended;
        changes.Set(turn, order with { Status = ended ? status : order.Status, Code = code, TwsCode = said.Code, Reason = Words(said) });
        if (status == OrderStatuses.Filled)
        {
            MustAsk(turn);
        }
    }

    // Held until the session opens, as every stop placed overnight is; or a preset names the time in force that was asked for anyway.
    private static bool AsAsked(OrderRecord order, string words) =>
        words.Contains("will not be placed at the exchange until", StringComparison.OrdinalIgnoreCase)
        || words.Contains($"TIF was set to {order.Terms.Tif} ", StringComparison.OrdinalIgnoreCase);

    private static StuckKind AwaitedBy(OrderRecord order, ErrorEffect effect) =>
        order.CancelAsked ? StuckKind.Cancel
        : order.TermsBefore is not null ? StuckKind.Change
        : effect == ErrorEffect.OrderAsk ? StuckKind.Place
        : StuckKind.Unexplained;

    // The wire's texts are printable; the gateway breaks lines.
    private static string Words(GatewayError said) => said.Text.ReplaceLineEndings(" ");
}
