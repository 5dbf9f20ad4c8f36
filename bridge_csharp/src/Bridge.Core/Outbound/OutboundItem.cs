namespace Bridge.Core.Outbound;

/// <summary>Something that waits to be written. Weight: how many messages it is at most.</summary>
internal abstract record OutboundItem(Lane Lane, int Weight);
