using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Bridge.Mqtt.Native;

namespace Bridge.Mqtt;

/// <summary>
/// A connection through libmosquitto. One thread of ours connects, runs the library's loop and connects again when the loop ends;
/// everything the library says comes on that thread. Publishing is open to any thread, but never while connecting: the library
/// allows no overlap of the two.
/// </summary>
public sealed class MosquittoConnection : IMqttConnection, ICallbackTarget
{
    // The loop also ends its wait when something is published; this only bounds how late a stop is seen.
    private const int LoopMs = 100;

    // Larger than any command may be, so that one too large is seen and counted; small enough to bound memory.
    private const uint LargestPacket = 1024 * 1024;

    // Packets per turn of the loop: an upper bound, not a wait.
    private const int PacketsPerTurn = 100;

    // From this answer to a subscription, or to a message, on, it is refused.
    private const int Refused = 128;

    private static readonly TimeSpan DrainStep = TimeSpan.FromMilliseconds(2);

    private readonly MqttOptions options;
    private readonly Channel<MqttSignal> signals;
    private readonly Lock publishing = new();
    private readonly Deliveries deliveries = new();
    private readonly ConcurrentQueue<MqttSignal> untold = new();
    private GCHandle self;
    private readonly nint client;
    private readonly List<string> complaints = [];
    private string? whyDown;
    private volatile bool up;
    private Task running = Task.CompletedTask;
    private long dropped;

    /// <summary>Prepares a connection; <see cref="RunAsync"/> makes it.</summary>
    /// <exception cref="DllNotFoundException">libmosquitto is not installed; the message tells how to get it.</exception>
    public MosquittoConnection(MqttOptions options)
    {
        if (!MosquittoLibrary.IsPresent)
        {
            throw new DllNotFoundException(MosquittoLibrary.Absent);
        }

        this.options = options;
        // Full: the newest is dropped. The broker has its acknowledgement already, whatever we do; the sender repeats.
        // Who waits for a signal goes on in the thread that brings it: handing over to another takes longer than what he does with it.
        signals = Channel.CreateBounded<MqttSignal>(new BoundedChannelOptions(options.Capacity) { AllowSynchronousContinuations = true });
        self = GCHandle.Alloc(this);
        MosquittoError.Check(LibMosquitto.LibInit());
        client = LibMosquitto.New(options.ClientId, cleanSession: false, GCHandle.ToIntPtr(self));
        Configure();
    }

    /// <inheritdoc/>
    public ChannelReader<MqttSignal> Signals => signals.Reader;

    /// <inheritdoc/>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken) => running = Task.Factory.StartNew(
        () => Run(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public unsafe bool Publish(MqttMessage message)
    {
        lock (publishing)
        {
            if (!up)
            {
                return false;
            }

            using var properties = default(PropertyList);
            if (message.ExpirySeconds is { } expiry)
            {
                properties.Add(LibMosquitto.PropertyMessageExpiry, (uint)expiry);
            }

            fixed (byte* payload = message.Payload.Span)
            {
                var code = LibMosquitto.Publish(
                    client,
                    out var number,
                    message.Topic,
                    message.Payload.Length,
                    payload,
                    message.Qos,
                    message.Retain,
                    properties.Head);
                if (code != LibMosquitto.Success)
                {
                    return false;
                }

                TellDelivered(deliveries.HandedOver(number, message));
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<bool> DrainAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (!deliveries.Settled)
        {
            if (Stopwatch.GetElapsedTime(since) >= atMost)
            {
                return false;
            }

            await Task.Delay(DrainStep, cancellationToken);
        }

        return true;
    }

    /// <summary>Frees the native client, unless its thread still hangs in an attempt to connect: then the process's end frees it.</summary>
    public void Dispose()
    {
        if (running.IsCompleted && self.IsAllocated)
        {
            LibMosquitto.Destroy(client);
            self.Free();
        }
    }

    void ICallbackTarget.Connected(int reason)
    {
        if (reason != 0)
        {
            whyDown = MosquittoError.Reason(reason);
            return;
        }

        _ = LibMosquitto.Subscribe(client, 0, options.Subscription, 1, LibMosquitto.RetainAsPublished, 0);
    }

    void ICallbackTarget.Disconnected(int reason) =>
        whyDown ??= reason < LibMosquitto.FirstReasonOfBroker ? null : MosquittoError.Reason(reason);

    void ICallbackTarget.Complained(string line) => complaints.Add(line);

    void ICallbackTarget.Subscribed(int granted)
    {
        if (granted >= Refused)
        {
            whyDown = $"the subscription to {options.Subscription} is refused: {MosquittoError.Reason(granted)}";
            _ = LibMosquitto.Disconnect(client, 0, 0);
            return;
        }

        up = true;
        TellSurely(new LinkUp());
    }

    void ICallbackTarget.Published(int number, int reason)
    {
        TellDelivered(deliveries.Answered(number, taken: reason < Refused));
        if (reason >= Refused)
        {
            // With the will: a bridge whose events nobody gets is as good as gone. Connected again, all of them are published again.
            whyDown ??= $"the broker refuses what is published: {MosquittoError.Reason(reason)}; its access list must allow it";
            _ = LibMosquitto.Disconnect(client, LibMosquitto.DisconnectWithWill, 0);
        }
    }

    void ICallbackTarget.Arrived(string topic, byte[] payload, bool retained) => Tell(new MessageArrived(topic, payload, retained));

    private unsafe void Configure()
    {
        MosquittoError.Check(LibMosquitto.ThreadedSet(client, true));
        MosquittoError.Check(LibMosquitto.IntOption(client, LibMosquitto.OptionProtocolVersion, LibMosquitto.ProtocolV5));

        // Without it Nagle's algorithm holds small packets back: 20 to 40 ms a message instead of 0.1.
        MosquittoError.Check(LibMosquitto.IntOption(client, LibMosquitto.OptionTcpNoDelay, 1));
        if (options.UseTls)
        {
            MosquittoError.Check(LibMosquitto.IntOption(client, LibMosquitto.OptionTlsUseOsCerts, 1));

            // Else the context that the first attempt made is refused by every later one: no link would ever come back.
            MosquittoError.Check(LibMosquitto.IntOption(client, LibMosquitto.OptionTlsContextWithDefaults, 0));
            Callbacks.InstallLog(client);
        }

        if (options.Username is not null)
        {
            MosquittoError.Check(LibMosquitto.UsernamePasswordSet(client, options.Username, options.Password));
        }

        var will = options.Will;
        fixed (byte* payload = will.Payload.Span)
        {
            MosquittoError.Check(LibMosquitto.WillSet(client, will.Topic, will.Payload.Length, payload, will.Qos, will.Retain, 0));
        }

        Callbacks.Install(client);
    }

    private void Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            whyDown = null;
            complaints.Clear();
            var code = Connect();
            while (code == LibMosquitto.Success && !cancellationToken.IsCancellationRequested)
            {
                code = LibMosquitto.Loop(client, LoopMs, PacketsPerTurn);
                TellUntold();
            }

            var wasUp = up;
            lock (publishing)
            {
                up = false;
                deliveries.LinkLost();
            }

            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            Tell(new LinkDown(whyDown ?? (wasUp ? null : TlsTrouble.Of(options, code, complaints)) ?? MosquittoError.Text(code)));
            cancellationToken.WaitHandle.WaitOne(options.ReconnectPause);
        }

        SayGoodbye();
        signals.Writer.TryComplete();
    }

    private int Connect()
    {
        using var properties = default(PropertyList);
        properties.Add(LibMosquitto.PropertySessionExpiry, options.SessionExpirySeconds);
        properties.Add(LibMosquitto.PropertyMaximumPacketSize, LargestPacket);
        return LibMosquitto.Connect(client, options.Host, options.Port, options.KeepAliveSeconds, null, properties.Head);
    }

    private void SayGoodbye()
    {
        // A disconnect with reason 0 withdraws the will; the loop writes it out and ends when the broker hangs up.
        var code = LibMosquitto.Disconnect(client, 0, 0);
        for (var turn = 0; turn < 3 && code == LibMosquitto.Success; turn++)
        {
            code = LibMosquitto.Loop(client, LoopMs, PacketsPerTurn);
        }
    }

    private void TellDelivered(long tag)
    {
        if (tag != 0)
        {
            TellSurely(new Delivered(tag));
        }
    }

    // Nobody tells these again: without one of them the outbox would hold all that follows for undelivered.
    private void TellSurely(MqttSignal signal)
    {
        if (!untold.IsEmpty || !signals.Writer.TryWrite(signal))
        {
            untold.Enqueue(signal);
        }
    }

    private void TellUntold()
    {
        while (untold.TryPeek(out var signal) && signals.Writer.TryWrite(signal))
        {
            untold.TryDequeue(out _);
        }
    }

    private void Tell(MqttSignal signal)
    {
        if (!signals.Writer.TryWrite(signal))
        {
            Interlocked.Increment(ref dropped);
        }
    }
}
