using Bridge.Core.Effects;
using Bridge.Core.Inputs;

namespace Bridge.Host.Loop;

/// <summary>What decides; a seam, so that the loop is tested with answers of the test's choice.</summary>
internal interface IBridgeCore
{
    /// <summary>How long until a tick is due, ns; 0 or less: it is.</summary>
    long WaitNs { get; }

    /// <summary>One input in, effects out, to be carried out in order.</summary>
    IReadOnlyList<Effect> Handle(Input input, long nowNs);

    /// <summary>They are carried out.</summary>
    void CarriedOut();
}
