using System.Buffers;
using System.Buffers.Binary;

namespace Bridge.Tws.Framing;

/// <summary>Collects frames, so that several leave in one socket write. Used again and again; not thread-safe.</summary>
internal sealed class FrameWriter : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[4 * 1024];
    private int _end;
    private int _frame;

    /// <summary>Everything written since <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _end);

    /// <summary>Forget what was written.</summary>
    public void Clear() => _end = 0;

    /// <summary>Bytes that belong to no frame: only the greeting.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => this.Write(bytes);

    /// <summary>A payload follows.</summary>
    public void BeginFrame()
    {
        _frame = _end;
        GetSpan(FrameFormat.LengthBytes);
        _end += FrameFormat.LengthBytes;
    }

    /// <summary>The payload is complete: its length goes before it.</summary>
    public void EndFrame() =>
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_frame), _end - _frame - FrameFormat.LengthBytes);

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void Reserve(int count)
    {
        if (_bytes.Length - _end < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + count));
        }
    }
}
