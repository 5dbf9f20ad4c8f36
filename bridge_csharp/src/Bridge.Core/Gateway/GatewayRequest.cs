namespace Bridge.Core.Gateway;

/// <summary>What we ask of the gateway, whatever version of its protocol it speaks.</summary>
public abstract record GatewayRequest;
