namespace Bridge.Host.Logging;

/// <summary>One line, in its words.</summary>
internal sealed class LoggedLine(byte[] line) : ILogged
{
    /// <inheritdoc/>
    public int Count => 1;

    /// <inheritdoc/>
    public IEnumerable<byte[]> Lines() => [line];
}
