using System.Buffers;
using System.Globalization;
using System.Text;

namespace Bridge.Tws.Fields;

/// <summary>
/// Writes the fields of one payload, each ended by NUL. It never throws: the first text that the protocol cannot carry is kept
/// in <see cref="Problem"/>, and the payload is then not to be sent.
/// </summary>
internal ref struct FieldWriter(IBufferWriter<byte> output)
{
    private const int LongestNumber = 64;

    private readonly IBufferWriter<byte> _output = output;

    /// <summary>What cannot be written; null while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>A whole number.</summary>
    public readonly void Int(long value)
    {
        Span<byte> room = _output.GetSpan(LongestNumber);
        value.TryFormat(room, out int count, default, CultureInfo.InvariantCulture);
        End(room, count);
    }

    /// <summary>0 or 1.</summary>
    public readonly void Flag(bool value) => Int(value ? 1 : 0);

    /// <summary>A price: plain decimal text, empty where there is none (null or 0).</summary>
    public readonly void Price(decimal? value)
    {
        if (value is null or 0)
        {
            Empty(1);
            return;
        }

        Span<byte> room = _output.GetSpan(LongestNumber);
        value.Value.TryFormat(room, out int count, default, CultureInfo.InvariantCulture);
        End(room, count);
    }

    /// <summary>Printable ASCII: a NUL inside would shift every field after it.</summary>
    public void Text(string value)
    {
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            Problem ??= $"'{Shown.Of(value)}' is not printable ASCII text";
            return;
        }

        Span<byte> room = _output.GetSpan(value.Length + 1);
        End(room, Encoding.ASCII.GetBytes(value, room));
    }

    /// <summary>Fields left at their default.</summary>
    public readonly void Empty(int count)
    {
        Span<byte> room = _output.GetSpan(count);
        room[..count].Clear();
        _output.Advance(count);
    }

    private readonly void End(Span<byte> room, int count)
    {
        room[count] = 0;
        _output.Advance(count + 1);
    }
}
