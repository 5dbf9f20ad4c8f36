using System.Diagnostics.CodeAnalysis;
using Bridge.Contracts.Commands;

namespace Bridge.Contracts;

/// <summary>What came of reading a payload. The checks have an order, so a readable command may carry a refusal for later.</summary>
/// <param name="Command">Null when size, name or syntax refuse it: then <paramref name="Refusal"/> is answered at once.</param>
/// <param name="Refusal">
/// Beside a command: what its fields are refused for, to be answered after the checks of id, epoch and expiry, and before those of
/// link, account and kill. Null: nothing.
/// </param>
public sealed record CommandReading(Command? Command, Refusal? Refusal)
{
    /// <summary>Whether there is a command at all.</summary>
    [MemberNotNullWhen(true, nameof(Command))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Readable => Command is not null;
}
