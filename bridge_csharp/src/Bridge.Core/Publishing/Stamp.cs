namespace Bridge.Core.Publishing;

/// <summary>What every event carries. Jseq 0: not journaled.</summary>
internal readonly record struct Stamp(string Id, long TsNs, string Run, long Seq, long Jseq);
