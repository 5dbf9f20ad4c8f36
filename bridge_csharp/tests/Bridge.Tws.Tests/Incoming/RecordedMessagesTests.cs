using System.Text.Json;
using Bridge.Core.Gateway;
using Bridge.Tws.Codec;
using Bridge.Tws.Tests.Fakes;

namespace Bridge.Tws.Tests.Incoming;

/// <summary>Every message that real gateways were recorded to send, read in place.</summary>
public sealed class RecordedMessagesTests
{
    // Version 173 lays out what it sends as 176 does.
    private const int Recorded = 176;

    // "A lone NUL field": the last that a restarting gateway sends. It is no message, and is told as that.
    private const string Farewell = "\0";

    private static readonly string[] s_notAskedFor =
        ["headTimestamp", "tickByTick", "marketDepth", "tickString", "tickGeneric", "accountUpdateMultiEnd", "accountSummaryEnd"];

    [Fact]
    public void Every_message_of_every_session_is_read()
    {
        int read = 0;
        foreach ((string file, JsonElement step) in Steps("session_*.jsonl", "order_flow_*.jsonl"))
        {
            foreach (string text in Texts(step).Where(text => text != Farewell && step.GetProperty("step").GetString() != "handshake"))
            {
                GatewayMessage message = Read.Message(text, Recorded);
                Assert.False(message is UnreadMessage, $"{file}: {text}: {(message as UnreadMessage)?.Problem}");
                read++;
            }
        }

        Assert.True(read >= 20, $"only {read} messages were found");
    }

    [Fact]
    public void Every_single_message_is_read_or_is_of_a_kind_that_nobody_asked_for()
    {
        int read = 0;
        foreach ((string _, JsonElement line) in Steps("messages_single_*.jsonl"))
        {
            string name = line.GetProperty("name").GetString()!;
            GatewayMessage message = Read.Message(line.GetProperty("server").GetString()!, Recorded);
            Assert.True(message is not UnreadMessage { Problem.Length: > 0 }, $"{name}: {message}");
            Assert.Equal(s_notAskedFor.Contains(name), message is UnreadMessage);
            read++;
        }

        Assert.True(read >= 29, $"only {read} messages were found");
    }

    [Fact]
    public void A_recorded_order_is_followed_from_its_acknowledgement_to_its_commission()
    {
        GatewayMessage[] told = [.. Texts("order_flow_*.jsonl").Select(text => Read.Message(text, Recorded))];
        Assert.Equal(["PreSubmitted", "Filled", "Filled"], told.OfType<OpenOrder>().Select(order => order.Status));
        Assert.All(told.OfType<OpenOrder>(), order => Assert.Equal((13, 1376327563L), (order.OrderId, order.PermId)));
        ExecutionDetails fill = Assert.Single(told.OfType<ExecutionDetails>());
        Assert.Equal((100m, 196.52m, "BUY", "00025b46.63f8f39c.01.01"), (fill.Shares, fill.Price, fill.Side, fill.ExecId));
        CommissionReport cost = Assert.Single(told.OfType<CommissionReport>());
        Assert.Equal((fill.ExecId, 1.0m, null), (cost.ExecId, cost.Amount, cost.RealizedPnl));
    }

    [Fact]
    public void From_177_on_the_recorded_orders_are_read_without_their_profile()
    {
        foreach (string text in Texts("session_*.jsonl", "order_flow_*.jsonl").Where(text => text.StartsWith("5|", StringComparison.Ordinal)))
        {
            List<string> fields = [.. text.Split('|')];
            fields.RemoveAt(34);
            Assert.Equal(Read.As<OpenOrder>(text, Recorded), Read.As<OpenOrder>(string.Join('|', fields), ClassicCodec.Newest));
        }
    }

    [Fact]
    public void The_farewell_of_a_restarting_gateway_is_no_message() => Assert.Equal(-1, Read.As<UnreadMessage>(Farewell).MessageId);

    // A dump of one account's values, not wire text: what the wire carries of each.
    [Fact]
    public void Every_value_of_a_recorded_account_is_read()
    {
        string dump = Path.Combine(Recordings(), "account_values_ib.json");
        foreach (JsonElement value in JsonDocument.Parse(File.ReadAllText(dump)).RootElement.EnumerateArray())
        {
            string[] told = [.. ((string[])["tag", "value", "currency", "account"]).Select(name => value.GetProperty(name).GetString()!)];
            AccountValue read = Read.As<AccountValue>($"6|2|{string.Join('|', told)}|");
            Assert.Equal(told, new[] { read.Tag, read.Value, read.Currency, read.Account });
        }
    }

    private static IEnumerable<string> Texts(params string[] patterns) => Steps(patterns).SelectMany(step => Texts(step.Line));

    private static IEnumerable<string> Texts(JsonElement step) =>
        step.GetProperty("server").EnumerateArray().Select(text => text.GetString()!);

    private static IEnumerable<(string File, JsonElement Line)> Steps(params string[] patterns)
    {
        string folder = Recordings();
        foreach (string file in patterns.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Order())
        {
            foreach (string line in File.ReadLines(file).Where(line => line.Length > 0))
            {
                yield return (Path.GetFileName(file), JsonDocument.Parse(line).RootElement);
            }
        }
    }

    private static string Recordings()
    {
        Assert.SkipUnless(Directory.Exists(Checkout.Recordings), "the recorded messages (../shared/data/tws beside the checkout) are not here");
        return Checkout.Recordings;
    }
}
