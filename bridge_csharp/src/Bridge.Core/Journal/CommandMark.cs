namespace Bridge.Core.Journal;

/// <summary>A command that was answered. Kept 7 days.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Digest">Of its name and body, without times and epoch: the same id with another digest is an id reused.</param>
/// <param name="Outcome">accepted, rejected or duplicate.</param>
/// <param name="Code">Why, if not accepted.</param>
/// <param name="TsNs">When it was answered.</param>
/// <param name="Epoch">The bridge's epoch from then on.</param>
public sealed record CommandMark(string Id, string Digest, string Outcome, string? Code, long TsNs, long Epoch);
