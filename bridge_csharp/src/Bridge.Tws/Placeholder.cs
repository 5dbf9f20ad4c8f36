namespace Bridge.Tws;

/// <summary>Holds the project until its first type stands.</summary>
public static class Placeholder;
