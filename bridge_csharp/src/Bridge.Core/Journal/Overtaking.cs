namespace Bridge.Core.Journal;

/// <summary>A cancel that may have overtaken its submit. ClientOrderId: of one order; else every order that Scope, AgentId and Symbol cover.</summary>
/// <param name="ClientOrderId">The order that was not known.</param>
/// <param name="Scope">entries or all, of a cancel_all.</param>
/// <param name="AgentId">Only this agent's.</param>
/// <param name="Symbol">Only in this instrument.</param>
/// <param name="TsNs">Submits sent no later than this are covered (cancel_all only).</param>
/// <param name="UntilNs">Forgotten after this.</param>
public sealed record Overtaking(
    string? ClientOrderId,
    string? Scope,
    string? AgentId,
    string? Symbol,
    long TsNs,
    long UntilNs);
