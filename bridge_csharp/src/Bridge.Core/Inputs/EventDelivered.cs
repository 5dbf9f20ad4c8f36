namespace Bridge.Core.Inputs;

/// <summary>The MQTT broker has taken the event of this <see cref="Effects.Publish.Jseq"/> (its PUBACK came). They may come in any order.</summary>
public sealed record EventDelivered(long Jseq) : Input;
