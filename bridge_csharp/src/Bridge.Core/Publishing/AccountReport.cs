using Bridge.Contracts.Events;
using Bridge.Core.Gateway;

namespace Bridge.Core.Publishing;

/// <summary>Values of the accounts, gathered and told together, at most once a second.</summary>
internal sealed class AccountReport(EventOutbox outbox)
{
    private const long ApartNs = Moments.Second;
    private readonly Dictionary<string, Dictionary<string, AccountTag>> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> changedNs = new(StringComparer.Ordinal);
    private long publishedNs = -Moments.Day;

    /// <summary>When the next telling is due.</summary>
    public long NextDueNs => changedNs.Count > 0 ? publishedNs + ApartNs : Moments.Never;

    /// <summary>A value. A tag told in several currencies keeps one entry a currency.</summary>
    public void On(AccountValue said, long nowNs)
    {
        if (said.Tag.Length == 0)
        {
            return;
        }

        if (!values.TryGetValue(said.Account, out var tags))
        {
            values[said.Account] = tags = new Dictionary<string, AccountTag>(StringComparer.Ordinal);
        }

        var tag = new AccountTag { Value = said.Value, Currency = said.Currency };
        var name = tags.TryGetValue(said.Tag, out var other) && other.Currency != said.Currency ? $"{said.Tag}:{said.Currency}" : said.Tag;
        if (!tags.TryGetValue(name, out var before) || before != tag)
        {
            tags[name] = tag;
            changedNs[said.Account] = nowNs;
        }
    }

    /// <summary>Tell what changed, if it is time.</summary>
    public void OnTime(Turn turn)
    {
        if (NextDueNs > turn.SteadyNs)
        {
            return;
        }

        publishedNs = turn.SteadyNs;
        foreach (var (account, asOf) in changedNs.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray())
        {
            var stamp = outbox.Next(turn);
            EventOutbox.Publish(turn, new Account
            {
                Id = stamp.Id,
                TsNs = stamp.TsNs,
                Run = stamp.Run,
                Seq = stamp.Seq,
                AccountId = account,
                Values = new Dictionary<string, AccountTag>(values[account], StringComparer.Ordinal),
                AsOfTsNs = asOf,
            });
        }

        changedNs.Clear();
    }
}
