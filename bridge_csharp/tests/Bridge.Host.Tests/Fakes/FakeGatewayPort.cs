using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Host.Gateway;

namespace Bridge.Host.Tests;

/// <summary>A gateway port that notes what it is asked.</summary>
internal sealed class FakeGatewayPort(List<string> story) : IGatewayPort
{
    public long Current { get; set; } = 1;

    public NotWritten? WriteFails { get; set; }

    public void Connect() => story.Add("connect");

    public void Close(string reason) => story.Add($"close {reason}");

    public bool IsCurrent(long session) => session == 0 || session == Current;

    public ValueTask<NotWritten?> WriteAsync(IReadOnlyList<GatewayRequest> requests)
    {
        story.Add("write " + string.Join("+", requests.Select(request => request.GetType().Name)));
        return ValueTask.FromResult(WriteFails);
    }

    public Task EndAsync(string reason)
    {
        story.Add("end");
        return Task.CompletedTask;
    }
}
