using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;
using Bridge.Core.Commands;
using Bridge.Core.Gateway;
using Bridge.Core.Link;
using Bridge.Core.Orders;
using Bridge.Core.Outbound;
using Bridge.Core.Publishing;

namespace Bridge.Core.Feeds;

/// <summary>
/// Subscriptions. They survive gateway sessions; one that falls silent while it could speak is found by its age and asked for again, for
/// a gateway that came back may have forgotten it without a word.
/// </summary>
internal sealed class FeedDesk(GatewaySession session, OutboundQueue queue, RequestIds ids, Notices notices, long staleNs, bool takesDelayed)
{
    private readonly Dictionary<FeedKey, Feed> feeds = [];
    private readonly Dictionary<int, Feed> byRequest = [];

    /// <summary>Every subscription.</summary>
    public Dictionary<FeedKey, Feed>.ValueCollection All => feeds.Values;

    /// <summary>When the next feed may be stale.</summary>
    public long NextDueNs
    {
        get
        {
            var next = Moments.Never;
            foreach (var feed in feeds.Values)
            {
                next = Math.Min(next, feed.StaleAtNs);
            }

            return session.DataUp ? next : Moments.Never;
        }
    }

    /// <summary>The feed a request delivers.</summary>
    public Feed? Of(int requestId) => byRequest.GetValueOrDefault(requestId);

    public Answer Subscribe(MarketSubscribe command)
    {
        var key = FeedKey.Of(command);
        return Answer.Accepted(turn =>
        {
            if (!feeds.TryGetValue(key, out var feed))
            {
                feeds[key] = feed = new Feed(key, staleNs);
            }

            feed.CommandId = command.Id;
            if (feed.RequestId is null && session.Stage == SessionStage.Ready)
            {
                Ask(feed, turn.SteadyNs);
            }
        });
    }

    public Answer Unsubscribe(MarketUnsubscribe command) => Answer.Accepted(_ =>
    {
        if (feeds.Remove(FeedKey.Of(command), out var feed))
        {
            CancelRequest(feed);
        }
    });

    /// <summary>A new session, or a link that lost its data: everything is asked for anew.</summary>
    public void Resume(long steadyNs)
    {
        foreach (var feed in feeds.Values)
        {
            CancelRequest(feed);
            Ask(feed, steadyNs);
        }
    }

    /// <summary>The session ended, and with it every request.</summary>
    public void Suspend()
    {
        byRequest.Clear();
        foreach (var feed in feeds.Values)
        {
            feed.Stopped(FeedStatuses.Pending);
        }
    }

    /// <summary>Ask again for what is stale.</summary>
    public void OnTime(Turn turn)
    {
        if (NextDueNs > turn.SteadyNs)
        {
            return;
        }

        foreach (var feed in feeds.Values.Where(feed => feed.StaleAtNs <= turn.SteadyNs))
        {
            var key = feed.Key;
            notices.Say(turn, Codes.LinkDown, $"{key.Symbol} {key.Interval} has been silent for {feed.WaitNs / Moments.Second} s; asked again", Meanings.Feed, NoticeActions.Resubscribed, symbol: key.Symbol);
            feed.GaveUpWaiting();
            CancelRequest(feed);
            Ask(feed, turn.SteadyNs);
            feed.Status = FeedStatuses.Stale;
        }
    }

    /// <summary>Whether live or delayed data comes.</summary>
    public void On(MarketDataType said)
    {
        if (Of(said.RequestId) is { } feed)
        {
            feed.Delayed = said.Type >= 3;
        }
    }

    /// <summary>An error about a feed's request.</summary>
    public void OnError(Turn turn, Feed feed, GatewayError said)
    {
        var rule = ErrorTable.OfRequest(said.Code);
        var action = NoticeActions.None;
        switch (rule.Effect)
        {
            case ErrorEffect.Info or ErrorEffect.Pacing:
                break;
            case ErrorEffect.DataTaken:
                // Its age tells when to ask again, each time later: the other session may last for hours.
                feed.Status = FeedStatuses.Stale;
                break;
            case ErrorEffect.Delayed:
            case ErrorEffect.DelayedAtBest when takesDelayed && feed.Key.Interval == FeedIntervals.Quote:
                feed.Delayed = true;
                break;
            case ErrorEffect.RequestDropped:
                // Dropped again right after it was asked for: its age will tell when to try once more.
                if (turn.SteadyNs - feed.AskedNs >= staleNs)
                {
                    CancelRequest(feed);
                    Ask(feed, turn.SteadyNs);
                    action = NoticeActions.Resubscribed;
                }

                break;
            default:
                // Should it deliver all the same, it would do so to nobody, and for good.
                CancelRequest(feed);
                feed.Stopped(FeedStatuses.Refused);
                break;
        }

        notices.Say(turn, rule.Code, said.Text.ReplaceLineEndings(" "), Meanings.Feed, action, said.Code, symbol: feed.Key.Symbol, commandId: feed.CommandId);
    }

    private void Ask(Feed feed, long steadyNs)
    {
        var id = ids.Take();
        feed.Asked(id, steadyNs);
        byRequest[id] = feed;
        queue.Add(new Question(Lane.Data, feed.Key.Interval == FeedIntervals.Quote
            ? new SubscribeQuotes(id, feed.Key.Contract)
            : new SubscribeRealtimeBars(id, feed.Key.Contract, "TRADES", RegularHours: false)));
    }

    private void CancelRequest(Feed feed)
    {
        if (feed.RequestId is { } id)
        {
            byRequest.Remove(id);
            feed.Stopped(FeedStatuses.Pending);
            queue.Add(new Question(Lane.Data, feed.Key.Interval == FeedIntervals.Quote ? new CancelQuotes(id) : new CancelRealtimeBars(id)));
        }
    }
}
