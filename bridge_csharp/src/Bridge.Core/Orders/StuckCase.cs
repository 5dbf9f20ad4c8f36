namespace Bridge.Core.Orders;

/// <summary>An order that waits for an answer since then. Asked: the time is up, lists are asked. Again: its cancel was written twice.</summary>
internal sealed record StuckCase(StuckKind Kind, long SinceNs, bool Asked = false, bool Again = false);
