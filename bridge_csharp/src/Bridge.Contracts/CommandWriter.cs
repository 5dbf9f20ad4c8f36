using System.Security.Cryptography;
using System.Text.Json;
using Bridge.Contracts.Commands;

namespace Bridge.Contracts;

/// <summary>Commands as bytes, and what tells two of them apart.</summary>
public static class CommandWriter
{
    // 128 bits: two different bodies meet by chance once in 2^64 commands.
    private const int FingerprintBytes = 16;

    /// <summary>A command's payload.</summary>
    public static byte[] Write(Command command) =>
        JsonSerializer.SerializeToUtf8Bytes(command, command.GetType(), WireJson.Default);

    /// <summary>Name and body, without ts_ns, expires_ts_ns and epoch: equal for a repeat of the same command. 32 hex digits.</summary>
    public static string Fingerprint(Command command) =>
        Digest(command.Name, Write(command with { TsNs = 0, ExpiresTsNs = 0, Epoch = 0 }));

    /// <summary>The order's parameters alone, without the envelope: equal for the same order under a new id. 32 hex digits.</summary>
    public static string OrderFingerprint(OrderSubmit order) =>
        Digest(order.Name, Write(order with { Id = string.Empty, TsNs = 0, ExpiresTsNs = 0, Epoch = 0 }));

    private static string Digest(string name, byte[] body)
    {
        byte[] whole = [.. System.Text.Encoding.ASCII.GetBytes(name), (byte)'\n', .. body];
        return Convert.ToHexStringLower(SHA256.HashData(whole).AsSpan(0, FingerprintBytes));
    }
}
