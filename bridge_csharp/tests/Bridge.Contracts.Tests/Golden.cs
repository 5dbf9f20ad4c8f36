using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Bridge.Contracts.Tests;

/// <summary>The messages that both ends test against: tests/wire at the top of the repository.</summary>
internal static class Golden
{
    public static JsonElement File(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "tests", "wire", name));
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    /// <summary>"name: case" of every message of a file: a row each.</summary>
    public static TheoryData<string> Rows(string file) => new(File(file).EnumerateArray().Select(Title));

    public static JsonElement Row(string file, string title) => File(file).EnumerateArray().Single(row => Title(row) == title);

    public static string Name(JsonElement row) => row.GetProperty("name").GetString()!;

    /// <summary>A text stands for itself, an object for its JSON, payload_hex for bytes; fill repeats a letter up to a size.</summary>
    public static byte[] Payload(JsonElement row)
    {
        if (row.TryGetProperty("payload_hex", out var hex))
        {
            return Convert.FromHexString(hex.GetString()!);
        }

        var payload = row.GetProperty("payload");
        var text = payload.ValueKind == JsonValueKind.String ? payload.GetString()! : payload.GetRawText();
        if (row.TryGetProperty("fill", out var fill))
        {
            var (letter, size) = fill.EnumerateObject().Select(p => (p.Name, p.Value.GetInt32())).Single();
            text = text.Replace(letter, new string('x', size - text.Length + 1), StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static string Title(JsonElement row) => $"{Name(row)}: {row.GetProperty("case").GetString()}";

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
