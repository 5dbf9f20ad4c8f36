using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Journal;

namespace Bridge.Core;

/// <summary>
/// All that one input causes, gathered and then put into the one safe order: what must be remembered (one entry), the flush it needs, what
/// goes to the gateway, what is told. A crash between any two of them finds the first part on disk.
/// </summary>
/// <param name="nowNs">When the input was taken in, ns since 1970.</param>
/// <param name="steadyNs">The same moment by a clock that nobody sets; null: by the other one.</param>
internal sealed class Turn(long nowNs, long? steadyNs = null)
{
    private readonly Dictionary<string, OrderRecord> orders = new(StringComparer.Ordinal);
    private readonly List<BookedFill> fills = [];
    private readonly List<BookedCommission> commissions = [];
    private readonly List<EventRecord> events = [];
    private readonly List<Effect> gateway = [];
    private readonly List<Effect> told = [];
    private CommandMark? command;
    private Overtaking? overtaking;

    /// <summary>When the input was taken in, ns since 1970.</summary>
    public long NowNs => nowNs;

    /// <summary>The same moment by the clock that nobody sets: whatever is waited for is counted by it.</summary>
    public long SteadyNs => steadyNs ?? nowNs;

    /// <summary>Whether what is remembered must be on disk before anything else is done.</summary>
    public bool FlushFirst { get; set; }

    /// <summary>Whether anything is to be remembered.</summary>
    public bool Remembers =>
        command is not null || overtaking is not null || orders.Count + fills.Count + commissions.Count + events.Count > 0;

    public void Remember(CommandMark mark) => command = mark;

    public void Remember(Overtaking cancel) => overtaking = cancel;

    public void Remember(OrderRecord order) => orders[order.ClientOrderId] = order;

    public void Remember(BookedFill fill) => fills.Add(fill);

    public void Remember(BookedCommission commission) => commissions.Add(commission);

    public void Remember(EventRecord record) => events.Add(record);

    public void Write(IReadOnlyList<GatewayRequest> requests) =>
        gateway.Add(requests.Count == 1 ? new WriteToGateway(requests[0]) : new WriteTogether(requests));

    public void Connect() => gateway.Add(new ConnectGateway());

    public void Close(string reason) => gateway.Add(new CloseGateway(reason));

    public void Tell(Effect effect) => told.Add(effect);

    public void Log(LogWeight weight, string text) => told.Add(new Log(weight, text));

    /// <summary>The effects, in the order they are to be carried out.</summary>
    /// <param name="deliveredJseq">What else the entry may note, if there is an entry.</param>
    public IReadOnlyList<Effect> Effects(long? deliveredJseq)
    {
        var effects = new List<Effect>(2 + gateway.Count + told.Count);
        if (Remembers)
        {
            effects.Add(new AppendToJournal(Entry(deliveredJseq)));
        }

        if (FlushFirst)
        {
            effects.Add(new FlushJournal());
        }

        effects.AddRange(gateway);
        effects.AddRange(told);
        return effects;
    }

    private JournalEntry Entry(long? deliveredJseq) => new()
    {
        TsNs = nowNs,
        Command = command,
        Overtaking = overtaking,
        Orders = orders.Count > 0 ? [.. orders.Values] : null,
        Fills = fills.Count > 0 ? fills : null,
        Commissions = commissions.Count > 0 ? commissions : null,
        Events = events.Count > 0 ? events : null,
        DeliveredJseq = deliveredJseq,
    };
}
