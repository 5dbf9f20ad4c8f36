namespace Bridge.Tws.Tests.Fixtures;

/// <summary>
/// A few messages of a paper session at server version 173 (2025-04-15), | for NUL. From the tests of rust-ibapi v2.0.0,
/// copyright (c) 2022 Wil Boayue, MIT licence (LICENSE-rust-ibapi.txt beside this file).
/// </summary>
internal static class RecordedAapl
{
    public const string ManagedAccounts = "15|1|DU1234567|";

    public const string NextValidId = "9|1|5|";

    public const string OpenOrder =
        "5|5|265598|AAPL|STK||0|?||SMART|USD|AAPL|NMS|BUY|100|MKT|0.0|0.0|DAY||DU1234567||0||100|600745656|0|0|0||600745656.0/DU1234567/100"
        + "||||||||||0||-1|0||||||2147483647|0|0|0||3|0|0||0|0||0|None||0||||?|0|0||0|0||||||0|0|0|2147483647|2147483647|||0||IB|0|0||0|0|"
        + "PreSubmitted|1.7976931348623157E308|1.7976931348623157E308|1.7976931348623157E308|1.7976931348623157E308|1.7976931348623157E308|"
        + "1.7976931348623157E308|1.7976931348623157E308|1.7976931348623157E308|1.7976931348623157E308||||||0|0|0|None|1.7976931348623157E308|"
        + "1.7976931348623157E308|1.7976931348623157E308|1.7976931348623157E308|1.7976931348623157E308|1.7976931348623157E308|0||||0|1|0|0|0|||0||"
        + "100|0.02|||";

    public const string OrderStatus = "3|5|Filled|100|0|201.94|600745656|0|201.94|100||0|";

    public const string Execution =
        "11|-1|5|265598|AAPL|STK||0.0|||IEX|USD|AAPL|NMS|0000e0d5.67fe667b.01.01|20250415  19:38:31|DU1234567|IEX|BOT|100|201.94|600745656|100|0|"
        + "100|201.94|||||2|";

    public const string CompletedOrder =
        "101|265598|AAPL|STK||0|||SMART|USD|AAPL|NMS|BUY|100|MKT|0.0|0.0|DAY||DU1234567||0||1377295418|0|0|0|||||||||||0||-1||||||2147483647|0|0||3|0"
        + "||0|None||0|0|0||0|0||||0|0|0|2147483647|2147483647||||IB|0|0||0|Filled|100|0|0|150.25|1.7976931348623157E308|0|1|0||0|2147483647|0|"
        + "Not an insider or substantial shareholder|0|0|9223372036854775807|20231122 10:30:00 America/Los_Angeles|Filled||||||";
}
