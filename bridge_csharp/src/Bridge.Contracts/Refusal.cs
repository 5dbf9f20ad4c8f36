namespace Bridge.Contracts;

/// <summary>Why a command is not carried out: a word of <see cref="Codes"/> and a sentence.</summary>
/// <param name="Code">One of <see cref="Codes"/>.</param>
/// <param name="Reason">One sentence for people.</param>
/// <param name="CommandId">The command's id; null when it could not be read, and then nobody can be answered by an ack.</param>
public sealed record Refusal(string Code, string Reason, string? CommandId = null);
