namespace Bridge.Core.Inputs;

/// <summary>Whether the kill file stands. Say so at the start and whenever it changes; a repeat does nothing.</summary>
public sealed record KillFileSeen(bool Present) : Input;
