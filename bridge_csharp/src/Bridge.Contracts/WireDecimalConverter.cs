using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Contracts;

/// <summary>Writes decimals with at most 8 decimals and without trailing zeros.</summary>
public sealed class WireDecimalConverter : JsonConverter<decimal>
{
    /// <inheritdoc/>
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDecimal();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(WireDecimal.Rounded(value));
}
