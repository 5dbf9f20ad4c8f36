using System.Security.Cryptography;

namespace Bridge.Host;

/// <summary>A name for one start of the bridge: when, and 32 random bits for two starts in one second.</summary>
internal static class RunName
{
    /// <summary>A new one, 24 characters.</summary>
    public static string New(TimeProvider time) =>
        $"{time.GetUtcNow():yyyyMMddTHHmmss}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
}
