using Bridge.Core.Effects;
using Bridge.Core.Inputs;

namespace Bridge.Host.Loop;

/// <summary>Lets who started the bridge see that its loop turns: a beat for every tick that was handled and carried out.</summary>
internal sealed class PulsingCore(IBridgeCore core, Action beat) : IBridgeCore
{
    private bool ticked;

    /// <inheritdoc/>
    public long WaitNs => core.WaitNs;

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Handle(Input input, long nowNs)
    {
        ticked = input is Tick;
        return core.Handle(input, nowNs);
    }

    /// <inheritdoc/>
    public void CarriedOut()
    {
        core.CarriedOut();
        if (ticked)
        {
            beat();
        }
    }
}
