using System.Text.Json;

namespace Bridge.Contracts.Tests;

public sealed class GoldenCommandTests
{
    public static TheoryData<string> Good => Golden.Rows("commands.json");

    public static TheoryData<string> Refused => Golden.Rows("refused.json");

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_command_is_read_as_both_ends_agreed(string title)
    {
        var row = Golden.Row("commands.json", title);

        var reading = CommandReader.Read(Golden.Name(row), Golden.Payload(row));

        Assert.Null(reading.Refusal);
        using var written = JsonDocument.Parse(CommandWriter.Write(reading.Command!));
        Assert.True(
            JsonElement.DeepEquals(row.GetProperty("expect"), written.RootElement),
            $"expected {row.GetProperty("expect")}\nread     {written.RootElement}");
        Assert.Equal(Golden.Name(row), reading.Command!.Name);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_bad_command_is_refused_with_its_code(string title)
    {
        var row = Golden.Row("refused.json", title);
        var expect = row.GetProperty("expect");

        var reading = CommandReader.Read(Golden.Name(row), Golden.Payload(row));

        Assert.NotNull(reading.Refusal);
        Assert.Equal(expect.GetProperty("code").GetString(), reading.Refusal.Code);
        Assert.Equal(expect.GetProperty("command_id").GetString(), reading.Refusal.CommandId);
        Assert.Equal(expect.GetProperty("after_epoch_and_expiry").GetBoolean(), reading.Readable);
        Assert.Matches("^[ -~]{5,300}\\z", reading.Refusal.Reason);
    }

    [Fact]
    public void Every_command_of_the_contract_has_a_golden_message() =>
        Assert.Equal(CommandNames.Every.Order(), Golden.File("commands.json").EnumerateArray().Select(Golden.Name).Distinct().Order());

    [Fact]
    public void The_codes_are_those_of_the_contract() =>
        Assert.Equal(Golden.File("codes.json").EnumerateArray().Select(code => code.GetString()), Codes.Every);
}
