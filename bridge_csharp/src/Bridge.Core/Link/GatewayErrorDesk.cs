using Bridge.Contracts;
using Bridge.Contracts.Words;
using Bridge.Core.Gateway;

namespace Bridge.Core.Link;

/// <summary>Errors, by what they name: an order, a request, or nothing in particular.</summary>
internal sealed class GatewayErrorDesk(Parts parts, LinkKeeper link)
{
    public void On(Turn turn, GatewayError said)
    {
        // By whom it names and not by how large the number is: the link's own errors come under any.
        if (said.RequestId > 0 && parts.Book.ByOrderId(said.RequestId) is { } order)
        {
            parts.Errors.On(turn, order, said);
        }
        else if (parts.RequestIds.Gave(said.RequestId))
        {
            OnRequest(turn, said);
        }
        else
        {
            OnLink(turn, said);
        }
    }

    private void OnRequest(Turn turn, GatewayError said)
    {
        if (parts.Feeds.Of(said.RequestId) is { } feed)
        {
            parts.Feeds.OnError(turn, feed, said);
        }
        else if (!parts.Histories.OnError(turn, said) && ErrorTable.OfRequest(said.Code).Effect != ErrorEffect.NothingToCancel)
        {
            Say(turn, said, Meanings.Warning);
        }
    }

    private void OnLink(Turn turn, GatewayError said)
    {
        switch (ErrorTable.OfLink(said.Code).Effect)
        {
            case ErrorEffect.ClientIdTaken:
                link.Hangup(turn, $"client id in use; the same one is tried again: {Words(said)}", Codes.NotSent, said.Code);
                break;
            case ErrorEffect.SocketLost:
                // It may keep the socket for a while, and take orders that go nowhere.
                link.Hangup(turn, Words(said), Codes.NotSent, said.Code);
                break;
            case ErrorEffect.LinkLost:
                link.BrokerLost(turn);
                Say(turn, said, Meanings.Link);
                break;
            case ErrorEffect.LinkBack:
                link.BrokerBack(turn, dataLost: false);
                Say(turn, said, Meanings.Link, NoticeActions.Reconciling);
                break;
            case ErrorEffect.LinkBackDataLost:
                link.BrokerBack(turn, dataLost: true);
                Say(turn, said, Meanings.Link, NoticeActions.Resubscribed);
                break;
            case ErrorEffect.FarmOk:
                Farm(turn, said, FarmStates.Ok, Meanings.Info);
                break;
            case ErrorEffect.FarmInactive:
                Farm(turn, said, FarmStates.Inactive, Meanings.Info);
                break;
            case ErrorEffect.FarmBroken:
                Farm(turn, said, FarmStates.Broken, Meanings.Feed);
                break;
            case ErrorEffect.SideFarmBroken:
                parts.Session.Farm(said.Text, FarmStates.Broken, deliversLive: false);
                Say(turn, said, Meanings.Warning);
                break;
            default:
                Say(turn, said, said.RequestId > 0 ? Meanings.Warning : Meanings.Info);
                break;
        }
    }

    private void Farm(Turn turn, GatewayError said, string state, string meaning)
    {
        // Every connect begins with the farms that are fine; the state shows them.
        if (parts.Session.Farm(said.Text, state, deliversLive: true) || state == FarmStates.Broken)
        {
            Say(turn, said, meaning);
        }
    }

    private void Say(Turn turn, GatewayError said, string meaning, string action = NoticeActions.None) =>
        parts.Notices.Say(turn, ErrorTable.OfLink(said.Code).Code, Words(said), meaning, action, said.Code);

    private static string Words(GatewayError said) => said.Text.ReplaceLineEndings(" ");
}
