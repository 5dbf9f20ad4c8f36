namespace Bridge.Core.Orders;

/// <summary>An order that waits for an answer since then. Asked: the time is up, lists are asked. Again: this kind of message had been written before, and was not answered.</summary>
internal sealed record StuckCase(StuckKind Kind, long SinceNs, bool Asked = false, bool Again = false);
