namespace Bridge.Core.Inputs;

/// <summary>The process is about to end in good order. Working orders stay.</summary>
public sealed record Stopping : Input;
