namespace Bridge.Core.Inputs;

/// <summary>Something that happened outside; handed to the core one at a time.</summary>
public abstract record Input;
