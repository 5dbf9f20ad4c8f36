using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Tests;

/// <summary>A broker elsewhere is spoken to by TLS: one that is trusted, again after a loss; another not, and the reason is told.</summary>
public sealed class TlsTests : IDisposable
{
    private const int Limit = 20_000;
    private const string Trusted = "SSL_CERT_FILE";

    private readonly Certificate certificate = new("localhost");

    public void Dispose()
    {
        Trust(null);
        certificate.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task A_trusted_broker_is_connected_to_and_found_again_after_a_restart()
    {
        await using var broker = await TlsBrokerAsync();
        Trust(certificate.Path);
        await using var client = await Client.UpAsync(broker.Port, change: WithTls);

        await broker.StopAsync();
        Assert.DoesNotContain("TLS", (await client.NextAsync<LinkDown>()).Reason, StringComparison.Ordinal);
        await broker.RestartAsync();
        await client.NextAsync<LinkUp>();

        Assert.True(client.Say("t/a", "kept"));
        Assert.Equal("kept", await client.NextTextAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task A_broker_that_nobody_vouches_for_is_refused_at_every_attempt_in_the_same_words()
    {
        await using var broker = await TlsBrokerAsync();
        await using var client = new Client(broker.Port, change: WithTls);

        var first = (await client.NextAsync<LinkDown>()).Reason;
        Assert.Equal(
            $"this machine does not trust the certificate of localhost:{broker.Port}; add its authority to the system's, "
                + "or name that authority's file in the environment, SSL_CERT_FILE",
            first);
        Assert.Equal(first, (await client.NextAsync<LinkDown>()).Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task An_authority_whose_file_is_missing_is_named()
    {
        await using var broker = await TlsBrokerAsync();
        Trust(certificate.Path + ".moved");
        await using var client = new Client(broker.Port, change: WithTls);

        Assert.EndsWith(
            $"; SSL_CERT_FILE in the environment names {certificate.Path}.moved, which is not there",
            (await client.NextAsync<LinkDown>()).Reason,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_certificate_of_another_name_tells_which_setting_bears_the_name()
    {
        await using var broker = await TlsBrokerAsync();
        Trust(certificate.Path);
        await using var client = new Client(broker.Port, change: o => WithTls(o) with { Host = "127.0.0.1" });

        Assert.Equal(
            $"the certificate of 127.0.0.1:{broker.Port} is not made out to 127.0.0.1; name it as its certificate does: "
                + "Mqtt__Host (under `rlbot up`: mqtt_host in [bridge] of configs/rlbot.toml)",
            (await client.NextAsync<LinkDown>()).Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task A_broker_without_tls_tells_which_settings_asked_for_it()
    {
        await using var broker = await Broker.StartAsync();
        await using var client = new Client(broker.Port, change: WithTls);

        var reason = (await client.NextAsync<LinkDown>()).Reason;
        Assert.StartsWith($"localhost:{broker.Port} does not speak TLS (", reason, StringComparison.Ordinal);
        Assert.EndsWith(
            "mend Mqtt__Port or Mqtt__UseTls (under `rlbot up`: mqtt_port or mqtt_tls in [bridge] of configs/rlbot.toml)",
            reason,
            StringComparison.Ordinal);
    }

    private static MqttOptions WithTls(MqttOptions options) => options with { Host = "localhost", UseTls = true };

    private Task<Broker> TlsBrokerAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the environment of OpenSSL is set by libc's setenv here");

        // `user`: started by root it would become one who may not read the key; to others the line means nothing.
        return Broker.StartAsync($"user {Environment.UserName}\nallow_anonymous true\ncertfile {certificate.Path}\nkeyfile {certificate.KeyPath}");
    }

    // .NET's own copy of the environment, and the one that OpenSSL reads.
    private static void Trust(string? path)
    {
        Environment.SetEnvironmentVariable(Trusted, path);
        if (!OperatingSystem.IsWindows())
        {
            _ = path is null ? UnsetEnv(Trusted) : SetEnv(Trusted, path, 1);
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnv(string name, string value, int overwrite);

    [DllImport("libc", EntryPoint = "unsetenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int UnsetEnv(string name);
}
