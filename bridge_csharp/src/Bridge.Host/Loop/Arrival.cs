using Bridge.Core.Inputs;

namespace Bridge.Host.Loop;

/// <summary>An input on its way to the core; null: only time has passed. Session: of which gateway session it tells; 0: of none.</summary>
internal readonly record struct Arrival(Input? Input, long Session = 0);
