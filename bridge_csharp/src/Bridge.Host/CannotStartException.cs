namespace Bridge.Host;

/// <summary>The bridge cannot start until a person has done something. The message is for that person, and says what.</summary>
internal sealed class CannotStartException(string message) : Exception(message);
