using Bridge.Contracts;
using Bridge.Contracts.Words;

namespace Bridge.Core.Commands;

/// <summary>How a command is answered. Then: what is done once the answer is given.</summary>
internal sealed record Answer(string Outcome, string? Code = null, string? Reason = null, long? Count = null, decimal? RoundTripMs = null)
{
    /// <summary>What the answer promises, done in the same turn.</summary>
    public Action<Turn> Then { get; init; } = _ => { };

    /// <summary>Accepted, and to be carried out.</summary>
    public static Answer Accepted(Action<Turn>? then = null) => new(Outcomes.Accepted) { Then = then ?? (_ => { }) };

    /// <summary>Nothing was done and nothing will be.</summary>
    public static Answer Rejected(string code, string reason) => new(Outcomes.Rejected, code, reason);

    /// <summary>The order is known already; how it stands is told again.</summary>
    public static Answer Known(Action<Turn> then) => new(Outcomes.Duplicate, Codes.OrderKnown) { Then = then };
}
