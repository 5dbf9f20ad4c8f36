namespace Bridge.Contracts;

/// <summary>Topics of the wire.</summary>
public static class Topics
{
    /// <summary>What the bridge subscribes to.</summary>
    public const string AllCommands = "rlbot/1/cmd/#";

    /// <summary>Where the state stands, retained.</summary>
    public const string State = "rlbot/1/state/bridge";

    private const string CommandPrefix = "rlbot/1/cmd/";
    private const string EventPrefix = "rlbot/1/evt/";

    /// <summary>Topic of a command.</summary>
    public static string OfCommand(string name) => CommandPrefix + name;

    /// <summary>Topic of an event.</summary>
    public static string OfEvent(string name) => EventPrefix + name;

    /// <summary>Name of the command in a topic; null when it is no command's topic.</summary>
    public static string? CommandName(string topic) =>
        topic.StartsWith(CommandPrefix, StringComparison.Ordinal) ? topic[CommandPrefix.Length..] : null;
}
