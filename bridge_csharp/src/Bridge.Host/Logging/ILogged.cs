namespace Bridge.Host.Logging;

/// <summary>Something logged, on its way to the file.</summary>
internal interface ILogged
{
    /// <summary>How many lines it is.</summary>
    int Count { get; }

    /// <summary>The lines, each with its end.</summary>
    IEnumerable<byte[]> Lines();
}
