using Bridge.Core.Effects;
using Bridge.Core.Inputs;
using Bridge.Core.Journal;

namespace Bridge.Core;

/// <summary>
/// All decisions of the bridge, without clock, disk, socket or thread. The host hands in what happened, one input at a time from one loop,
/// and carries out what comes back, in order. What must be remembered comes first in every answer, as one journal entry.
/// </summary>
public sealed class BridgeCore
{
    private readonly long wakeNs = 1;
    private readonly byte[] will = [];

    /// <summary>Start from what the journal says.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="restored">The journal's content.</param>
    /// <param name="run">This start's own name; unique, 1 to 40 characters.</param>
    /// <param name="journalId">The state directory's name, made with it.</param>
    public BridgeCore(CoreOptions options, JournalImage restored, string run, string journalId) => throw new NotImplementedException();

    /// <summary>When a <see cref="Tick"/> is due at the latest, ns since 1970.</summary>
    public long NextWakeNs => wakeNs;

    /// <summary>What the broker publishes for us when our connection breaks, under <see cref="Contracts.Topics.State"/>, retained, QoS 1.</summary>
    public ReadOnlyMemory<byte> LastWill => will;

    /// <summary>Take in one input; answer what to do now.</summary>
    /// <param name="input">What happened.</param>
    /// <param name="nowNs">When it was taken in, ns since 1970.</param>
    public IReadOnlyList<Effect> Handle(Input input, long nowNs) => throw new NotImplementedException();
}
