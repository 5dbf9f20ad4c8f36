namespace Bridge.Core.Effects;

/// <summary>Close the socket now and say nothing more of its session, not even that it ended.</summary>
public sealed record CloseGateway(string Reason) : Effect;
