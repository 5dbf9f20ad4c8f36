namespace Bridge.Core.Journal;

/// <summary>An event as it was (or will be) published. Text is its whole JSON.</summary>
public sealed record EventRecord(long Jseq, string Name, string Text);
