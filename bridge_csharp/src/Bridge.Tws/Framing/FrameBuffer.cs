using System.Buffers;
using System.Buffers.Binary;

namespace Bridge.Tws.Framing;

/// <summary>
/// Collects received bytes and gives back whole payloads, wherever the stream was split. One pooled array: a payload is a view
/// of it, valid until the next call of <see cref="Free"/>. The array grows with the bytes that came, never with the length a
/// frame claims.
/// </summary>
internal sealed class FrameBuffer : IDisposable
{
    private const int RestingSize = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(RestingSize);
    private int _start;
    private int _end;

    /// <summary>The length that was refused, after <see cref="FrameStep.TooLong"/>.</summary>
    public long RefusedLength { get; private set; }

    /// <summary>Room for the next receive; never empty.</summary>
    public Memory<byte> Free()
    {
        if (_start == _end)
        {
            Rest();
        }
        else if (_end == _bytes.Length)
        {
            MakeRoom();
        }

        return _bytes.AsMemory(_end);
    }

    /// <summary>The first <paramref name="count"/> bytes of <see cref="Free"/> have been filled.</summary>
    public void Filled(int count) => _end += count;

    /// <summary>The next payload, if it is whole.</summary>
    public FrameStep Take(out ReadOnlySpan<byte> payload)
    {
        payload = default;
        ReadOnlySpan<byte> held = _bytes.AsSpan(_start, _end - _start);
        if (held.Length < FrameFormat.LengthBytes)
        {
            return FrameStep.Partial;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(held);
        if (length > FrameFormat.LargestPayload)
        {
            RefusedLength = length;
            return FrameStep.TooLong;
        }

        int whole = FrameFormat.LengthBytes + (int)length;
        if (held.Length < whole)
        {
            return FrameStep.Partial;
        }

        payload = held[FrameFormat.LengthBytes..whole];
        _start += whole;
        return FrameStep.Whole;
    }

    public void Dispose()
    {
        byte[] bytes = _bytes;
        _bytes = [];
        _start = _end = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    // One long history answer must not keep megabytes for the rest of the day.
    private void Rest()
    {
        _start = _end = 0;
        if (_bytes.Length > 4 * RestingSize)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(RestingSize);
        }
    }

    private void MakeRoom()
    {
        int held = _end - _start;
        byte[] target = held > _bytes.Length / 2 ? ArrayPool<byte>.Shared.Rent(_bytes.Length * 2) : _bytes;
        _bytes.AsSpan(_start, held).CopyTo(target);
        if (target != _bytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = target;
        }

        _start = 0;
        _end = held;
    }
}
