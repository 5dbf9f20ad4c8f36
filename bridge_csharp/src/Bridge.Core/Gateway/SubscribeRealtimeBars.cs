namespace Bridge.Core.Gateway;

/// <summary>Five-second bars. WhatToShow: TRADES, or MIDPOINT.</summary>
public sealed record SubscribeRealtimeBars(
    int RequestId,
    Contract Contract,
    string WhatToShow,
    bool RegularHours) : GatewayRequest;
