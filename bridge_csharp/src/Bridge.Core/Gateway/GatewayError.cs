namespace Bridge.Core.Gateway;

/// <summary>A code and its words. RequestId is a request's, an order's, or −1.</summary>
public sealed record GatewayError(int RequestId, int Code, string Text) : GatewayMessage;
