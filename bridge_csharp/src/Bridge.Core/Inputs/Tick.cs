namespace Bridge.Core.Inputs;

/// <summary>Time passed; due at the latest at <see cref="BridgeCore.NextWakeNs"/>. RssMib: what the process holds in memory now.</summary>
public sealed record Tick(decimal RssMib = 0) : Input;
