using Bridge.Contracts;
using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Publishing;

namespace Bridge.Core.Feeds;

/// <summary>Bid, ask and last as they come in bits, given out at most four times a second: the latest wins.</summary>
internal sealed class QuoteBoard
{
    private const long ApartNs = 250 * Moments.Millisecond;
    private decimal? bid;
    private decimal? ask;
    private decimal? last;
    private decimal? bidSize;
    private decimal? askSize;
    private decimal? lastSize;
    private bool changed;
    private long publishedNs = -Moments.Day;

    /// <summary>When the next one may go; never, if nothing changed.</summary>
    public long NextDueNs => changed ? publishedNs + ApartNs : Moments.Never;

    /// <summary>A price, with its size if it has one; answers whether it is of this board, and whether it is delayed.</summary>
    public bool? On(TickPrice said)
    {
        decimal? price = double.IsFinite(said.Price) && said.Price is > 0 and < 1e12 ? WireDecimal.Rounded((decimal)said.Price) : null;
        decimal? size = said.Size > 0 ? said.Size : null;
        switch (said.TickType)
        {
            case 1 or 66:
                (bid, bidSize) = (price, size ?? bidSize);
                break;
            case 2 or 67:
                (ask, askSize) = (price, size ?? askSize);
                break;
            case 4 or 68:
                (last, lastSize) = (price, size ?? lastSize);
                break;
            default:
                return null;
        }

        changed = true;
        return said.TickType > 60;
    }

    /// <summary>A size; answers as for a price.</summary>
    public bool? On(TickSize said)
    {
        switch (said.TickType)
        {
            case 0 or 69:
                bidSize = said.Size;
                break;
            case 3 or 70:
                askSize = said.Size;
                break;
            case 5 or 71:
                lastSize = said.Size;
                break;
            default:
                return null;
        }

        changed = true;
        return said.TickType > 60;
    }

    /// <summary>The quote, if one is due.</summary>
    public Quote Take(Stamp stamp, long steadyNs, string symbol, bool delayed)
    {
        changed = false;
        publishedNs = steadyNs;
        return new Quote
        {
            Id = stamp.Id,
            TsNs = stamp.TsNs,
            Run = stamp.Run,
            Seq = stamp.Seq,
            Symbol = symbol,
            Bid = bid,
            Ask = ask,
            Last = last,
            Sizes = new QuoteSizes { Bid = bidSize, Ask = askSize, Last = lastSize },
            Delayed = delayed,
        };
    }
}
