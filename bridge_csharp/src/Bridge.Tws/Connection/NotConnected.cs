namespace Bridge.Tws.Connection;

/// <summary>There is no connection. Code is one of <see cref="LinkCode"/>; Reason a sentence for people.</summary>
public sealed record NotConnected(int Code, string Reason) : ConnectResult;
