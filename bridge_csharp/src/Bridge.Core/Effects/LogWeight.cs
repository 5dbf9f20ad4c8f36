namespace Bridge.Core.Effects;

/// <summary>How much a log line matters.</summary>
public enum LogWeight
{
    /// <summary>For whoever looks closely.</summary>
    Debug,

    /// <summary>The course of things.</summary>
    Information,

    /// <summary>Something to look at.</summary>
    Warning,
}
