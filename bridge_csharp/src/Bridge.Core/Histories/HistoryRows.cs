using System.Globalization;
using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Events;
using Bridge.Contracts.Words;
using Bridge.Core.Feeds;
using Bridge.Core.Gateway;

namespace Bridge.Core.Histories;

/// <summary>The gateway's bars as ours. A daily bar starts at its date's midnight UTC, and is finished when its session is.</summary>
internal static class HistoryRows
{
    private static readonly TimeSpan RegularClose = TimeSpan.FromHours(16);
    private static readonly TimeSpan LateClose = TimeSpan.FromHours(20);

    /// <summary>The bar; null: its start or its numbers cannot be true.</summary>
    public static HistoryBar? Of(string secType, HistoricalBar said)
    {
        var volume = BarCheck.Volume(secType, said.Volume);
        if (StartOf(said.StartText) is not { } start || BarCheck.Shape(said.Open, said.High, said.Low, said.Close, volume) is not null)
        {
            return null;
        }

        return new HistoryBar
        {
            StartTsNs = start,
            Open = Exact(said.Open),
            High = Exact(said.High),
            Low = Exact(said.Low),
            Close = Exact(said.Close),
            Volume = Exact(volume),
            Wap = double.IsFinite(said.Wap) && said.Wap is >= 1e-8 and < 1e15 ? Exact(said.Wap) : null,
            Count = said.Count >= 0 ? said.Count : null,
        };
    }

    /// <summary>Whether a bar that starts then has ended.</summary>
    public static bool Finished(HistoryRequest wanted, long startNs, long nowNs)
    {
        if (wanted.Interval != HistoryIntervals.OneDay)
        {
            return startNs + HistorySplit.BarNs(wanted.Interval) <= nowNs;
        }

        var day = DateTime.UnixEpoch.AddTicks(startNs / 100).Date;
        return NewYork.LocalOf(nowNs) >= day + (wanted.Rth ? RegularClose : LateClose);
    }

    private static long? StartOf(string text)
    {
        if (text.Length == 8 && DateTime.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date > DateTime.UnixEpoch ? (date - DateTime.UnixEpoch).Ticks * 100 : null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < int.MaxValue
            ? seconds * Moments.Second
            : null;
    }

    private static decimal Exact(double number) => WireDecimal.Rounded((decimal)number);
}
