using Bridge.Mqtt.Native;

namespace Bridge.Mqtt;

/// <summary>
/// Why there is no TLS with the broker, and who mends it where: the library's own result says only that there was an error. Settings
/// are named as both who start the bridge know them.
/// </summary>
internal static class TlsTrouble
{
    private const string OtherName = "host name verification failed";
    private const string Untrusted = "certificate verify failed";
    private const string WayToTrust = "add its authority to the system's, or name that authority's file in the environment, SSL_CERT_FILE";

    // Where OpenSSL looks instead of in the system's own places.
    private static readonly string[] Places = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>A sentence, or null where it is not TLS that failed.</summary>
    /// <param name="options">What was connected with.</param>
    /// <param name="code">The library's result.</param>
    /// <param name="complaints">What it logged as errors in this attempt.</param>
    public static string? Of(MqttOptions options, int code, IReadOnlyCollection<string> complaints)
    {
        if (code != LibMosquitto.TlsFailed)
        {
            return null;
        }

        var where = $"{options.Host}:{options.Port}";
        if (Has(complaints, OtherName))
        {
            return $"the certificate of {where} is not made out to {options.Host}; name it as its certificate does: "
                + Setting("Mqtt__Host", "mqtt_host");
        }

        return Has(complaints, Untrusted)
            ? $"this machine does not trust the certificate of {where}; {Missing() ?? WayToTrust}"
            : $"{where} does not speak TLS ({LastOf(complaints)}); mend " + Setting("Mqtt__Port or Mqtt__UseTls", "mqtt_port or mqtt_tls");
    }

    private static bool Has(IEnumerable<string> complaints, string words) =>
        complaints.Any(line => line.Contains(words, StringComparison.Ordinal));

    private static string? Missing() => Places
        .Select(name => (Name: name, Path: Environment.GetEnvironmentVariable(name)))
        .Where(place => !string.IsNullOrEmpty(place.Path) && !Path.Exists(place.Path))
        .Select(place => $"{place.Name} in the environment names {place.Path}, which is not there")
        .FirstOrDefault();

    private static string Setting(string option, string underUp) =>
        $"{option} (under `rlbot up`: {underUp} in [bridge] of configs/rlbot.toml)";

    private static string LastOf(IEnumerable<string> complaints) =>
        complaints.LastOrDefault()?.Split(':')[^1].Trim() ?? "the greeting failed";
}
