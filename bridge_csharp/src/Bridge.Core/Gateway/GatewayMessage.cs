namespace Bridge.Core.Gateway;

/// <summary>What the gateway said, whatever version of its protocol it speaks. Request id −1: no request in particular.</summary>
public abstract record GatewayMessage;
