using Bridge.Core.Gateway;

namespace Bridge.Core.Effects;

/// <summary>Write several messages in one socket write: a bracket is never half sent.</summary>
public sealed record WriteTogether(IReadOnlyList<GatewayRequest> Requests) : Effect;
