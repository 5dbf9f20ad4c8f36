using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Events;
using Bridge.Contracts.State;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Journal;

namespace Bridge.Core.Tests.Support;

/// <summary>A core with a hand-driven clock, a journal in memory and a simulated gateway. Carries out effects as the host would.</summary>
internal sealed class Bench
{
    public const long Second = 1_000_000_000;

    // 25 November 2026, 15:00 UTC: 10:00 in New York.
    public const long Start = 1_795_618_800L * Second;
    private readonly Clocks clocks = new();
    private readonly Queue<GatewayLinkChanged> links = new();
    private readonly Queue<NotWritten> unwritten = new();
    private int run;
    private int commands;

    public Bench(CoreOptions? options = null, SimGateway? gateway = null)
    {
        Options = options ?? new CoreOptions();
        Gateway = gateway ?? new SimGateway();
        Core = NewCore();
    }

    public CoreOptions Options { get; }

    public SimGateway Gateway { get; }

    public BridgeCore Core { get; private set; }

    public long Now
    {
        get => clocks.Now;
        set => clocks.Now = value;
    }

    public long Epoch { get; set; } = 1;

    /// <summary>What the gateway's clock shows at a handshake, in its words.</summary>
    public string GatewayTimeText { get; set; } = "20261125 10:00:00 US/Eastern";

    /// <summary>What is on disk.</summary>
    public List<JournalEntry> Journal { get; } = [];

    /// <summary>Every effect, oldest first.</summary>
    public List<Effect> Effects { get; } = [];

    /// <summary>Every message written, with its time.</summary>
    public List<(long At, GatewayRequest Request)> Written { get; } = [];

    /// <summary>When each of them left, by a clock that nobody sets.</summary>
    public List<long> Left { get; } = [];

    /// <summary>When attempts to connect began.</summary>
    public List<long> Attempts { get; } = [];

    /// <summary>Whether an attempt succeeds.</summary>
    public bool GatewayThere { get; set; } = true;

    public bool Connected { get; private set; }

    /// <summary>The socket takes nothing more: the next write does not leave, and is the end of the session.</summary>
    public bool SocketDead { get; set; }

    /// <summary>How long the next flush takes, s; and what comes meanwhile is heard after it.</summary>
    public double FlushTakes { get; set; }

    /// <summary>Whether what the gateway says is heard at once.</summary>
    public bool Prompt { get; set; } = true;

    public IEnumerable<GatewayRequest> Requests => Written.Select(written => written.Request);

    public BridgeState State => Last<BridgeState>(Topics.State, payload => System.Text.Json.JsonSerializer.Deserialize(payload, WireJson.Default.BridgeState)!);

    /// <summary>A core that is connected, reconciled and open for orders.</summary>
    public static Bench Open(CoreOptions? options = null, SimGateway? gateway = null)
    {
        var bench = new Bench(options, gateway);
        bench.Do(new MqttConnected());
        bench.Pass(bench.Options.MessagesPerSecond < 10 ? 10 : 0.4);
        Assert.Equal("open", bench.State.Orders);
        return bench;
    }

    /// <summary>Events of a kind, oldest first.</summary>
    public IReadOnlyList<T> Events<T>(string name)
        where T : BridgeEvent =>
        [.. Effects.OfType<Publish>().Where(publish => publish.Topic == Topics.OfEvent(name)).Select(publish => EventWriter.Read<T>(publish.Payload.Span))];

    public IReadOnlyList<OrderStatusEvent> Statuses(string order) =>
        [.. Events<OrderStatusEvent>(EventNames.OrderStatus).Where(status => status.ClientOrderId == order)];

    public string StatusOf(string order) => Statuses(order)[^1].Status;

    public IReadOnlyList<Fill> Fills => Events<Fill>(EventNames.Fill);

    public IReadOnlyList<Notice> Notices => Events<Notice>(EventNames.Notice);

    public Reconciliation Reconciled => Events<Reconciliation>(EventNames.Reconciliation)[^1];

    public Ack AckOf(Command command)
    {
        for (var i = Effects.Count - 1; ; i--)
        {
            if (Effects[i] is Publish publish && publish.Topic == Topics.OfEvent(EventNames.Ack)
                && EventWriter.Read<Ack>(publish.Payload.Span) is { } ack && ack.CommandId == command.Id)
            {
                return ack;
            }
        }
    }

    /// <summary>Forget what was published and written so far.</summary>
    public void Clear()
    {
        Effects.Clear();
        Written.Clear();
    }

    /// <summary>Hand one input in and carry out the effects.</summary>
    public void Do(Input input)
    {
        Carry(Handle(input), int.MaxValue);
        Hear();
    }

    /// <summary>Somebody sets the clock.</summary>
    public void SetClock(double bySeconds) => clocks.Set(bySeconds);

    /// <summary>The machine sleeps.</summary>
    public void Sleep(double seconds) => clocks.Sleep(seconds);

    /// <summary>The process dies after so many effects of an input, and starts again on what is on disk.</summary>
    public void Crash(Input input, int afterEffects)
    {
        Carry(Handle(input), afterEffects);
        Restart();
    }

    public void Say(GatewayMessage message) => Do(new GatewaySaid(message));

    /// <summary>Send a command; answers its ack.</summary>
    public Ack Send(Command command)
    {
        Do(Received(command));
        return AckOf(command);
    }

    public static CommandReceived Received(Command command, bool retained = false) => new(command.Name, CommandWriter.Write(command), retained);

    /// <summary>Let time pass; ticks come when the core asked for them.</summary>
    public void Pass(double seconds)
    {
        var until = clocks.Steady + (long)(seconds * Second);
        for (var turns = 0; Core.NextWakeNs <= until; turns++)
        {
            Assert.True(turns < 100_000, "the core wakes without end");
            Now += Math.Max(1, Core.NextWakeNs - clocks.Steady);
            Do(new Tick(50));
        }

        Now += Math.Max(0, until - clocks.Steady);
    }

    /// <summary>The process dies and starts again, a second later, on what is on disk.</summary>
    public void Restart()
    {
        Now += Second;
        Connected = false;
        links.Clear();
        unwritten.Clear();
        Gateway.Said.Clear();
        Core = NewCore();
    }

    /// <summary>The socket breaks.</summary>
    public void Drop(string reason = "the socket broke")
    {
        Connected = false;
        Gateway.Said.Clear();
        Do(new GatewayLinkChanged(LinkState.Disconnected, null, null, reason));
    }

    public void Hear()
    {
        while (Next() is { } input)
        {
            Carry(Handle(input), int.MaxValue);
        }
    }

    public T Stamped<T>(Func<string, long, T> make)
        where T : Command => make($"c{++commands}", Now);

    private Input? Next()
    {
        if (unwritten.TryDequeue(out var failed))
        {
            return failed;
        }

        if (links.TryDequeue(out var link))
        {
            Connected = link.State == LinkState.Connected;
            return link;
        }

        return Prompt && Connected && Gateway.Said.TryDequeue(out var message) ? new GatewaySaid(message) : null;
    }

    private IReadOnlyList<Effect> Handle(Input input) => Core.Handle(input, Now, clocks.Steady);

    private BridgeCore NewCore() => new(Options, JournalImage.Of(Journal.Select(Reread)), $"run{++run}", "journal1");

    // Through its text, as the file would have it.
    private static JournalEntry Reread(JournalEntry entry) => JournalText.Read(Lines.Of(entry));

    private void Carry(IReadOnlyList<Effect> effects, int atMost)
    {
        foreach (var effect in effects.Take(atMost))
        {
            Effects.Add(effect);
            switch (effect)
            {
                case AppendToJournal append:
                    Journal.Add(append.Entry);
                    break;
                case FlushJournal:
                    Now += (long)(FlushTakes * Second);
                    FlushTakes = 0;
                    break;
                case WriteToGateway write:
                    Write([write.Request]);
                    break;
                case WriteTogether together:
                    Write(together.Requests);
                    break;
                case ConnectGateway:
                    Connect();
                    break;
                case CloseGateway:
                    Connected = false;
                    links.Clear();
                    Gateway.Said.Clear();
                    break;
                default:
                    break;
            }
        }

        Core.CarriedOut(clocks.Steady);
    }

    private void Write(IReadOnlyList<GatewayRequest> requests)
    {
        Assert.True(Connected, $"{requests[0]} is written without a session");
        if (SocketDead)
        {
            unwritten.Enqueue(new NotWritten(requests, "the socket takes nothing"));
            links.Clear();
            links.Enqueue(new GatewayLinkChanged(LinkState.Disconnected, null, 504, "the socket takes nothing"));
            return;
        }

        foreach (var request in requests)
        {
            Written.Add((Now, request));
            Left.Add(clocks.Steady);
            Gateway.Take(request, clocks.True);
        }
    }

    private void Connect()
    {
        Attempts.Add(Now);
        if (!GatewayThere)
        {
            links.Enqueue(new GatewayLinkChanged(LinkState.Disconnected, null, 502, "refused"));
            return;
        }

        Connected = true;
        SocketDead = false;
        Gateway.Greet();
        links.Enqueue(new GatewayLinkChanged(LinkState.Connected, 178, null, string.Empty) { GatewayTimeText = GatewayTimeText });
    }

    private T Last<T>(string topic, Func<byte[], T> read) =>
        read(((Publish)Effects[Effects.FindLastIndex(effect => effect is Publish publish && publish.Topic == topic)]).Payload.ToArray());
}
