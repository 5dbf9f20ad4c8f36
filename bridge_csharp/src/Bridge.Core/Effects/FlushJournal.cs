namespace Bridge.Core.Effects;

/// <summary>Everything appended so far must be on disk (fsync) before the next effect is carried out.</summary>
public sealed record FlushJournal : Effect;
