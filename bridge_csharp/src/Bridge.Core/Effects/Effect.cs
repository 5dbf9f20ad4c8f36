namespace Bridge.Core.Effects;

/// <summary>Something the host has to do. Effects are carried out in the order of the list, each before the next.</summary>
public abstract record Effect;
