namespace Bridge.Tws.Connection;

/// <summary>Why a connection ended. Code is one of <see cref="LinkCode"/>, null where we closed it ourselves.</summary>
public sealed record LinkEnd(int? Code, string Reason);
