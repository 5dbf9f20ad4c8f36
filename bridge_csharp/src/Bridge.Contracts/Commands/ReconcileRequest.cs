using System.Text.Json.Serialization;

namespace Bridge.Contracts.Commands;

/// <summary>Compare journal and gateway now.</summary>
public sealed record ReconcileRequest : Command
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => CommandNames.ReconcileRequest;
}
