namespace Bridge.Core.Histories;

/// <summary>One question to the gateway: bars that start in [StartNs, EndNs), in its words.</summary>
internal sealed record HistoryChunk(long StartNs, long EndNs, string EndText, string Duration);
