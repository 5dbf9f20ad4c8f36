namespace Bridge.Core.Inputs;

/// <summary>A message arrived under rlbot/1/cmd/; Name is what follows that prefix.</summary>
public sealed record CommandReceived(string Name, ReadOnlyMemory<byte> Payload, bool Retained) : Input;
