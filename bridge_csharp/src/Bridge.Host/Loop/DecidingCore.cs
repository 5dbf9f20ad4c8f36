using Bridge.Core;
using Bridge.Core.Effects;
using Bridge.Core.Inputs;

namespace Bridge.Host.Loop;

/// <summary>The core itself; told each moment by the clock that nobody sets too, and woken by whichever of the two comes first.</summary>
internal sealed class DecidingCore(BridgeCore core, TimeProvider time) : IBridgeCore
{
    private readonly long start = time.GetTimestamp();
    private long handledNs;
    private long handledSteadyNs;

    /// <inheritdoc/>
    public long NextWakeNs
    {
        get
        {
            var passedNs = time.SinceNs(start) - handledSteadyNs;
            var setBackNs = Math.Max(handledNs + passedNs - time.NowNs(), 0);
            return core.NextWakeNs - setBackNs;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Handle(Input input, long nowNs)
    {
        (handledNs, handledSteadyNs) = (nowNs, time.SinceNs(start));
        return core.Handle(input, nowNs, handledSteadyNs);
    }

    /// <inheritdoc/>
    public void CarriedOut(long nowNs) => core.CarriedOut(time.SinceNs(start));
}
