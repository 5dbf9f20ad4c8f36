using System.Text;
using Bridge.Contracts.Commands;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Contracts.Tests;

public sealed class CommandReaderTests
{
    private static readonly byte[][] Good =
        [.. Golden.File("commands.json").EnumerateArray().Where(row => !row.TryGetProperty("fill", out _)).Select(Golden.Payload)];

    // What means something in JSON, and two bytes that mean nothing.
    private static readonly char[] Telling = "\"{}[],:0159.-eE+\\ntfalsu\0 \u00ff".ToCharArray();

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var bytes = Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf();

        Check.QuickThrowOnFailure(Prop.ForAll(bytes.ToArbitrary(), payload =>
            CommandNames.Every.All(name =>
                CommandReader.Read(name, payload) is { } reading && (reading.Readable || reading.Refusal is not null))));
    }

    [Fact]
    public void A_good_message_with_bytes_changed_is_refused_or_reads_as_what_it_says()
    {
        var changed =
            from message in Gen.Elements(Good)
            from changes in Gen.Zip(Gen.Choose(0, message.Length - 1), Gen.Elements(Telling)).ListOf(3)
            select Changed(message, changes);

        var config = Config.QuickThrowOnFailure.WithMaxTest(3000);
        Check.One(config, Prop.ForAll(changed.ToArbitrary(), payload => CommandNames.Every.All(name => RefusedOrStable(name, payload))));
    }

    [Fact]
    public void A_sentence_about_hostile_text_is_short_and_printable()
    {
        var payload = Encoding.UTF8.GetBytes("{\"id\":\"c\",\"client_order_id\":\"\\u0000\\u001b[2J" + new string('x', 1000) + "\"}");

        var refusal = CommandReader.Read(CommandNames.OrderCancel, payload).Refusal!;

        Assert.Matches("^[ -~]{5,200}\\z", refusal.Reason);
    }

    [Fact]
    public void The_first_thing_that_is_wrong_is_the_one_told()
    {
        var payload = "{\"id\":\"c\",\"epoch\":\"x\",\"ts_ns\":1.5,\"expires_ts_ns\":2}"u8.ToArray();

        var refusal = CommandReader.Read(CommandNames.ReconcileRequest, payload).Refusal!;

        Assert.Contains("epoch", refusal.Reason, StringComparison.Ordinal);
    }

    private static byte[] Changed(byte[] message, IEnumerable<(int At, char Now)> changes)
    {
        var copy = message.ToArray();
        foreach (var (at, now) in changes)
        {
            copy[at] = (byte)now;
        }

        return copy;
    }

    private static bool RefusedOrStable(string name, byte[] payload)
    {
        var reading = CommandReader.Read(name, payload);
        if (reading.Refusal is not null || reading.Command is not { } command)
        {
            return reading.Refusal is not null;
        }

        var again = CommandReader.Read(name, CommandWriter.Write(command));
        return again.Refusal is null && again.Command == command && Sane(command);
    }

    private static bool Sane(Command command) => command switch
    {
        OrderSubmit order => order is { Quantity: > 0, LimitPrice: null or > 0, StopPrice: null or > 0 } && !order.Symbol.Contains('\0'),
        OrderModify change => change is { Quantity: null or > 0, LimitPrice: null or > 0, StopPrice: null or > 0 },
        _ => command.Epoch is >= 1 and <= Limits.LargestEpoch,
    };
}
