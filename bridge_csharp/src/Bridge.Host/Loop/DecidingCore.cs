using Bridge.Core;
using Bridge.Core.Effects;
using Bridge.Core.Inputs;

namespace Bridge.Host.Loop;

/// <summary>The core itself; told each moment by the clock that nobody sets too, and woken by that one.</summary>
internal sealed class DecidingCore(BridgeCore core, TimeProvider time) : IBridgeCore
{
    private readonly long start = time.GetTimestamp();

    /// <inheritdoc/>
    public long WaitNs => core.NextWakeNs - SteadyNs;

    private long SteadyNs => time.SinceNs(start);

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Handle(Input input, long nowNs) => core.Handle(input, nowNs, SteadyNs);

    /// <inheritdoc/>
    public void CarriedOut() => core.CarriedOut(SteadyNs);
}
