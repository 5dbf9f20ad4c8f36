namespace Bridge.Tws.Incoming;

/// <summary>Shares of a financial advisor's clients: group, method, percentage, and below version 177 a profile.</summary>
internal static class Allocation
{
    private const int WithoutProfile = 177;

    /// <summary>How many fields they take.</summary>
    public static int Fields(int serverVersion) => serverVersion < WithoutProfile ? 4 : 3;
}
