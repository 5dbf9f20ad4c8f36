namespace Bridge.Core.Effects;

/// <summary>One line for the log.</summary>
public sealed record Log(LogWeight Weight, string Text) : Effect;
