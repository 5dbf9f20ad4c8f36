using System.Text.Json;
using Bridge.Contracts.Words;

namespace Bridge.Contracts.Tests;

/// <summary>Words that only the bridge says: what the golden messages hold stands in its closed lists.</summary>
public sealed class GoldenWordTests
{
    private static readonly Dictionary<string, IEnumerable<string>> Lists = new()
    {
        ["action"] = NoticeActions.Every,
        ["cause"] = Causes.Every,
        ["code"] = Codes.Every,
        ["gateway"] = GatewayStates.Every,
        ["ib_link"] = IbLinks.Every,
        ["kind"] = DifferenceKinds.Every,
        ["meaning"] = Meanings.Every,
        ["orders"] = OrderGates.Every,
        ["origin"] = Origins.Every,
        ["outcome"] = Outcomes.Every,
        ["process"] = ProcessStates.Every,
        ["resolution"] = Resolutions.Every,
        ["role"] = Roles.Every,
        ["status"] = [.. OrderStatuses.Every, .. FeedStatuses.Every],
        ["farms"] = FarmStates.Every,
    };

    [Fact]
    public void Every_word_of_a_golden_event_or_state_is_one_of_its_closed_list()
    {
        var said = new[] { "events.json", "states.json" }
            .SelectMany(file => Golden.File(file).EnumerateArray())
            .SelectMany(row => WordsOf(row.GetProperty("payload")))
            .ToList();

        Assert.All(said, word => Assert.Contains(word.Said, Lists[word.Of]));
        Assert.Equal(Lists.Keys.Order(), said.Select(word => word.Of).Distinct().Order());
    }

    // In a difference `gateway` is what the gateway has, in free words.
    private static IEnumerable<(string Of, string Said)> WordsOf(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Array => node.EnumerateArray().SelectMany(WordsOf),
        JsonValueKind.Object => node.EnumerateObject().SelectMany(field =>
            field.Name == "farms" ? field.Value.EnumerateObject().Select(farm => ("farms", farm.Value.GetString()!))
            : field.Value.ValueKind == JsonValueKind.String && Lists.ContainsKey(field.Name) && !(field.Name == "gateway" && node.TryGetProperty("kind", out _))
                ? [(field.Name, field.Value.GetString()!)]
            : WordsOf(field.Value)),
        _ => [],
    };
}
