using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Host.Loop;

/// <summary>
/// A line for each tick of the driving loop to whoever started the bridge, through a pipe whose number the environment names. Without an
/// MQTT broker to tell it by, it is what sets a bridge that works apart from one that hangs. Its reader keeps the pipe from ever blocking.
/// </summary>
internal sealed class Pulse : IDisposable
{
    /// <summary>Of the environment; where a watchdog listens.</summary>
    public const string Variable = "RLBOT_PROGRESS_FD";

    private readonly FileStream? pipe;
    private long seq;

    private Pulse(FileStream? pipe) => this.pipe = pipe;

    /// <summary>By what the variable says; nobody listens where there is none, or where it names nothing that can be written.</summary>
    public static Pulse Of(string? number)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor))
        {
            return new Pulse(null);
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: false);
        try
        {
            return new Pulse(new FileStream(handle, FileAccess.Write, bufferSize: 0));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            handle.Dispose();
            return new Pulse(null);
        }
    }

    /// <summary>Another line.</summary>
    public void Beat()
    {
        try
        {
            pipe?.Write(Encoding.ASCII.GetBytes($$"""{"seq":{{++seq}}}""" + "\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody reads at the moment, or ever again: the bridge serves its orders all the same.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => pipe?.Dispose();
}
