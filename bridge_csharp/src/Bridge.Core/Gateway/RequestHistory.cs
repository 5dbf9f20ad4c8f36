namespace Bridge.Core.Gateway;

/// <summary>Finished bars up to EndText (UTC, yyyyMMdd-HH:mm:ss; empty: now). BarSize and Duration in the gateway's words.</summary>
public sealed record RequestHistory(
    int RequestId,
    Contract Contract,
    string EndText,
    string BarSize,
    string Duration,
    bool RegularHours,
    string WhatToShow) : GatewayRequest;
