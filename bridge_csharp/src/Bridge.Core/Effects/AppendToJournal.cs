using Bridge.Core.Journal;

namespace Bridge.Core.Effects;

/// <summary>Write one entry, whole or not at all (a torn last line is cut off at the next start).</summary>
public sealed record AppendToJournal(JournalEntry Entry) : Effect;
