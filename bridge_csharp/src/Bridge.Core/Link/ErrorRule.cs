namespace Bridge.Core.Link;

/// <summary>What to do about a number. Code: ours, told in order.status or notice.</summary>
internal readonly record struct ErrorRule(ErrorEffect Effect, string Code);
