namespace Bridge.Core.Fills;

/// <summary>Where shares lie.</summary>
internal readonly record struct Holding(string Account, string Symbol);
