namespace Bridge.Core.Effects;

/// <summary>
/// Publish (as <see cref="Journal.Replay"/> words them) the journaled events with AfterJseq &lt; jseq &lt;= UpToJseq, read from the journal in order:
/// they are older than what the core keeps in memory.
/// </summary>
public sealed record ReplayFromJournal(long AfterJseq, long UpToJseq) : Effect;
