using Bridge.Contracts.Commands;
using Bridge.Core.Gateway;

namespace Bridge.Core.Feeds;

/// <summary>What a feed delivers of what.</summary>
internal sealed record FeedKey(string Symbol, string SecType, string Exchange, string Currency, string Interval)
{
    public Contract Contract => new(Symbol, SecType, Exchange, Currency);

    public static FeedKey Of(MarketSubscribe command) =>
        new(command.Symbol, command.SecType, command.Exchange, command.Currency, command.Interval);

    public static FeedKey Of(MarketUnsubscribe command) =>
        new(command.Symbol, command.SecType, command.Exchange, command.Currency, command.Interval);
}
