using Bridge.Core.Gateway;

namespace Bridge.Core.Tests.Support;

/// <summary>What is traded in these tests.</summary>
internal static class Stocks
{
    public static readonly Contract Apple = new("AAPL", "STK", "SMART", "USD");
}
