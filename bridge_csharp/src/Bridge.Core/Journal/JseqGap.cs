namespace Bridge.Core.Journal;

/// <summary>Numbers that were given to events and are in the journal no more, the first and the last of them included.</summary>
public readonly record struct JseqGap(long First, long Last);
