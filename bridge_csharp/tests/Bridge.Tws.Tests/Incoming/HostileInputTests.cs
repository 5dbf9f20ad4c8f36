using System.Text;
using Bridge.Core.Gateway;
using Bridge.Tws.Codec;
using Bridge.Tws.Tests.Fakes;
using Bridge.Tws.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tws.Tests.Incoming;

/// <summary>Whatever arrives, decoding gives a message: one that is right, or one that says what was wrong.</summary>
public sealed class HostileInputTests
{
    private static readonly string[] s_valid =
    [
        RecordedAapl.ManagedAccounts, RecordedAapl.NextValidId, RecordedAapl.OpenOrder, RecordedAapl.OrderStatus, RecordedAapl.Execution,
        RecordedAapl.CompletedOrder, new OpenOrderText(176) { Legs = 2, Scale = true, Hedge = true, Algorithm = true }.ToString(),
        "1|6|9001|1|185.50|100|7", "2|6|9001|0|150", "4|2|7|201|text|{}", "6|2|NetLiquidation|100.5|USD|DU1",
        "10|9000|AAPL|STK||0||SMART|USD|AAPL|NMS|NMS|265598|0.01||A|B|1|0|APPLE INC|NASDAQ|", "17|9000|s|e|2|a|1|2|3|4|5|6|7|b|1|2|3|4|5|6|7",
        "49|1|1700000000", "50|3|9001|1678323335|1|2|1|2|2|2|1", "52|1|9000", "54|1|DU1", "55|1|7", "58|1|7|1", "59|1|e.1|1.0|USD||0|",
        "61|3|DU1|265598|AAPL|STK||0.0|||NASDAQ|USD|AAPL|NMS|500|196.77", "63|1|9000|DU1|Tag|1|USD", "73|1|9000|DU1||Tag|1|USD",
    ];

    private static readonly Gen<string> s_nasty = Gen.OneOf(
        Gen.Elements(
            "", "0", "-1", "1", "None", "nan", "-Infinity", "2147483647", "-2147483648", "9223372036854775807", "1.7976931348623157E308", "1e400",
            "79228162514264337593543950336", "170141183460469231731687303715884105727", "\\ud800", "1,000", "0x10", " 1", "1 ", "+1", "é"),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get.Replace("\0", "", StringComparison.Ordinal)));

    [Fact]
    public void Random_bytes_give_a_message()
    {
        Arbitrary<(byte[], int)> cases = Arb.From(
            from bytes in ArbMap.Default.GeneratorFor<byte[]>() from version in Gen.Choose(176, 178) select (bytes, version));
        Prop.ForAll(cases, one => Decodes(one.Item1, one.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Random_fields_after_any_number_give_a_message()
    {
        Arbitrary<(int, string[], int)> cases = Arb.From(
            from kind in Gen.Choose(0, 110)
            from fields in s_nasty.ArrayOf()
            from version in Gen.Choose(176, 178)
            select (kind, fields, version));
        Prop.ForAll(cases, one => Decodes(Payload.Of([$"{one.Item1}", .. one.Item2]), one.Item3))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void A_real_message_with_one_field_replaced_or_cut_off_gives_a_message()
    {
        Arbitrary<(string, int, string, bool, int)> cases = Arb.From(
            from text in Gen.Elements(s_valid)
            from place in Gen.Choose(1, 140)
            from nasty in s_nasty
            from cut in ArbMap.Default.GeneratorFor<bool>()
            from version in Gen.Choose(176, 178)
            select (text, place, nasty, cut, version));
        Prop.ForAll(cases, one => Decodes(Damaged(one.Item1, one.Item2, one.Item3, one.Item4), one.Item5))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Surplus_fields_at_the_end_change_nothing()
    {
        foreach (string text in s_valid)
        {
            string surplus = (text.EndsWith('|') ? text : text + "|") + "surplus|1|";
            AssertSame(Read.Message(text, 176), Read.Message(surplus, 176));
        }
    }

    [Fact]
    public void A_last_field_without_its_end_is_read()
    {
        foreach (string text in s_valid.Where(text => !text.EndsWith('|')))
        {
            byte[] unended = Encoding.UTF8.GetBytes(text.Replace('|', '\0'));
            AssertSame(Read.Message(text, 176), new ClassicCodec(176).Decode(unended));
        }
    }

    private static void AssertSame(GatewayMessage one, GatewayMessage other)
    {
        Assert.IsNotType<UnreadMessage>(one);
        Assert.Equivalent(one, other, strict: true);
    }

    private static byte[] Damaged(string text, int place, string nasty, bool cut)
    {
        string[] fields = text.Split('|');
        place %= fields.Length;
        fields[place] = nasty;
        return Payload.Of(cut ? fields[..(place + 1)] : fields);
    }

    // A problem is one line, fit for a log, and never longer than a line may be.
    private static bool Decodes(byte[] payload, int version) => new ClassicCodec(version).Decode(payload) switch
    {
        UnreadMessage unread => unread.Problem.Length < 120 && unread.Problem.All(letter => letter is '…' or (>= ' ' and <= '~')),
        GatewayMessage => true,
    };
}
