namespace Bridge.Tws.Connection;

/// <summary>What became of an attempt to connect.</summary>
public abstract record ConnectResult;
