using Bridge.Contracts;
using Bridge.Contracts.Events;
using Bridge.Contracts.Words;
using Bridge.Core.Gateway;
using Bridge.Core.Link;
using Bridge.Core.Publishing;

namespace Bridge.Core.Feeds;

/// <summary>What feeds deliver: bars that can be true, and quotes not too often.</summary>
internal sealed class FeedData(FeedDesk feeds, GatewayClock clock, EventOutbox outbox, Notices notices, Counters counters)
{
    private const long BarSeconds = 5;
    private const int BarExpirySeconds = 300;

    /// <summary>When the next quote may go.</summary>
    public long NextDueNs
    {
        get
        {
            var next = Moments.Never;
            foreach (var feed in feeds.All)
            {
                next = Math.Min(next, feed.Quotes.NextDueNs);
            }

            return next;
        }
    }

    public void On(Turn turn, RealtimeBar said)
    {
        if (feeds.Of(said.RequestId) is not { } feed)
        {
            return;
        }

        feed.Heard(turn.SteadyNs);
        said = said with { Volume = BarCheck.Volume(feed.Key.SecType, said.Volume) };
        var clockSeconds = clock.Ns(turn) / Moments.Second;
        var wrong = BarCheck.Shape(said.Open, said.High, said.Low, said.Close, said.Volume)
            ?? BarCheck.Start(said.StartUnixSeconds, clockSeconds, feed.LastStart);
        if (wrong is not null)
        {
            counters.BarsBad++;
            notices.Say(turn, Codes.BadBar, $"a bar of {feed.Key.Symbol} is dropped: {wrong}", Meanings.Feed, symbol: feed.Key.Symbol);
            return;
        }

        if (said.StartUnixSeconds > feed.LastStart + BarSeconds)
        {
            notices.Say(turn, Codes.LinkDown, $"bars of {feed.Key.Symbol} are missing before this one", Meanings.Feed, NoticeActions.Gap, symbol: feed.Key.Symbol);
        }

        feed.LastStart = said.StartUnixSeconds;
        Publish(turn, feed, said);
    }

    public void On(Turn turn, TickPrice said)
    {
        if (feeds.Of(said.RequestId) is { } feed)
        {
            Ticked(turn, feed, feed.Quotes.On(said));
        }
    }

    public void On(Turn turn, TickSize said)
    {
        if (feeds.Of(said.RequestId) is { } feed)
        {
            Ticked(turn, feed, feed.Quotes.On(said));
        }
    }

    /// <summary>Give out the quotes that are due.</summary>
    public void OnTime(Turn turn)
    {
        foreach (var feed in feeds.All)
        {
            if (feed.Quotes.NextDueNs <= turn.SteadyNs)
            {
                EventOutbox.Publish(turn, feed.Quotes.Take(outbox.Next(turn), turn.SteadyNs, feed.Key.Symbol, feed.Delayed), qos: 0);
            }
        }
    }

    private static void Ticked(Turn turn, Feed feed, bool? delayed)
    {
        if (delayed is { } told)
        {
            feed.Heard(turn.SteadyNs);
            feed.Delayed |= told;
        }
    }

    private void Publish(Turn turn, Feed feed, RealtimeBar said)
    {
        var stamp = outbox.Next(turn);
        var bar = new Bar
        {
            Id = stamp.Id,
            TsNs = stamp.TsNs,
            Run = stamp.Run,
            Seq = stamp.Seq,
            Symbol = feed.Key.Symbol,
            Interval = FeedIntervals.FiveSeconds,
            StartTsNs = said.StartUnixSeconds * Moments.Second,
            Open = Exact(said.Open),
            High = Exact(said.High),
            Low = Exact(said.Low),
            Close = Exact(said.Close),
            Volume = Exact(said.Volume),
            Wap = double.IsFinite(said.Wap) && said.Wap is >= 1e-8 and < 1e15 ? Exact(said.Wap) : null,
            Count = said.Count >= 0 ? said.Count : null,
            Delayed = feed.Delayed,
        };
        EventOutbox.Publish(turn, bar, expirySeconds: BarExpirySeconds);
    }

    private static decimal Exact(double number) => WireDecimal.Rounded((decimal)number);
}
