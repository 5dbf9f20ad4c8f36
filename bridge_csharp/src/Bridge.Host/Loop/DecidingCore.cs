using Bridge.Core;
using Bridge.Core.Effects;
using Bridge.Core.Inputs;

namespace Bridge.Host.Loop;

/// <summary>The core itself; told each moment by the clock that nobody sets too.</summary>
internal sealed class DecidingCore(BridgeCore core, TimeProvider time) : IBridgeCore
{
    /// <inheritdoc/>
    public long NextWakeNs => core.NextWakeNs;

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Handle(Input input, long nowNs) => core.Handle(input, nowNs, time.SteadyNs());

    /// <inheritdoc/>
    public void CarriedOut(long nowNs) => core.CarriedOut(time.SteadyNs());
}
