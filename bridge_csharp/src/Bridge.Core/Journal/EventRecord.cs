using System.Text.Json.Serialization;

namespace Bridge.Core.Journal;

/// <summary>An event as it was (or will be) published. Text is its whole JSON, in the very bytes that are published: they are held once.</summary>
public sealed record EventRecord(long Jseq, string Name, [property: JsonConverter(typeof(Utf8TextConverter))] ReadOnlyMemory<byte> Text);
