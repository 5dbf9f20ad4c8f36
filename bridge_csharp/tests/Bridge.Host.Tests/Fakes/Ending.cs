using Microsoft.Extensions.Hosting;

namespace Bridge.Host.Tests;

/// <summary>A host whose end can be seen.</summary>
internal sealed class Ending : IHostApplicationLifetime
{
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => Asked.TrySetResult();
}
