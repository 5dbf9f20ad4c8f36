using Bridge.Core;
using Bridge.Core.Effects;
using Bridge.Core.Inputs;

namespace Bridge.Host.Loop;

/// <summary>The core itself.</summary>
internal sealed class DecidingCore(BridgeCore core) : IBridgeCore
{
    /// <inheritdoc/>
    public long NextWakeNs => core.NextWakeNs;

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Handle(Input input, long nowNs) => core.Handle(input, nowNs);

    /// <inheritdoc/>
    public void CarriedOut(long nowNs) => core.CarriedOut(nowNs);
}
