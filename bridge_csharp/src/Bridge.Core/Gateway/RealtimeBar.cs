namespace Bridge.Core.Gateway;

/// <summary>
/// Five seconds of trading. StartUnixSeconds is the bar's own start. Told as it came, bad or not: a number that is unset is NaN.
/// </summary>
public sealed record RealtimeBar(
    int RequestId,
    long StartUnixSeconds,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume,
    double Wap,
    int Count) : GatewayMessage;
