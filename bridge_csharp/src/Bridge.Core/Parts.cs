using Bridge.Core.Commands;
using Bridge.Core.Feeds;
using Bridge.Core.Fills;
using Bridge.Core.Histories;
using Bridge.Core.Journal;
using Bridge.Core.Link;
using Bridge.Core.Orders;
using Bridge.Core.Outbound;
using Bridge.Core.Publishing;
using Bridge.Core.Reconciling;
using Bridge.Core.Zones;

namespace Bridge.Core;

/// <summary>Who is there and who knows whom: everything is made here once, lowest first.</summary>
internal sealed class Parts
{
    public Parts(CoreOptions options, JournalImage image, string run, string journalId)
    {
        var staleNs = options.FeedStaleSeconds * Moments.Second;
        Outbox = new EventOutbox(run, image);
        Notices = new Notices(Outbox);
        Queue = new OutboundQueue(options.MessagesPerSecond);
        RequestIds = new RequestIds();

        Session = new GatewaySession();
        Reconnects = new Reconnects(options.ReconnectSeconds * Moments.Second);
        Probe = new GatewayProbe(Queue, Session, options.ProbeTimeoutSeconds * Moments.Second);
        GatewayClock = new GatewayClock(Probe);
        GatewayZone = new GatewayZone(GatewayClock, Notices);

        Book = new OrderBook(image.Orders.Values);
        OrderIds = new OrderIds(Book.HighestOrderId);
        Gate = new OrderGate(options, Session, OrderIds);
        Stuck = new StuckWatch(options.OrderConfirmTimeoutSeconds * Moments.Second);
        Changes = new OrderChanges(Book, Outbox);
        Actions = new OrderActions(Book, Changes, Queue, Stuck);
        Writer = new OrderWriter(Book, Changes, Stuck, Counters);
        FillBook = new FillBook(image.Fills.Values);
        Flow = new OrderFlow(Book, Changes, FillBook, OrderIds, Queue, Stuck, options.ClientId);
        Errors = new OrderErrors(Changes, Stuck, Notices);

        Commissions = new Commissions(FillBook, Outbox, image.Commissions);
        Fills = new FillDesk(Book, FillBook, Commissions, Outbox, Flow, OrderIds, GatewayZone, Notices, Counters, options.ClientId);
        Brackets = new Brackets(Book, Actions, Stuck, FillBook, Notices);
        Strays = new Strays(Book, Actions, Queue, Counters, options.ClientId);

        Reconciler = new Reconciler(Queue, RequestIds, Outbox, options.ReconcileSeconds * Moments.Second);
        Positions = new PositionWatch(FillBook);
        var comparison = new Comparison(Book, FillBook, Brackets, options.ClientId);
        Settlement = new Settlement(Book, Changes, Actions, Errors, Queue, Stuck, comparison, Brackets, Notices);
        Reconciliations = new ReconcileDesk(comparison, Settlement, new ReconcileReport(Book, FillBook, Outbox, options.ClientId), Positions, Brackets, Strays, Gate);

        Feeds = new FeedDesk(Session, Queue, RequestIds, Notices, staleNs, takesDelayed: options.MarketDataType == CoreOptions.Delayed);
        FeedData = new FeedData(Feeds, GatewayClock, Outbox, Notices, Counters);
        Histories = new HistoryDesk(Queue, RequestIds, Outbox, Session, GatewayClock, Counters);
        Account = new AccountReport(Outbox);

        CommandLog = new CommandLog(image);
        Commands = new CommandDesk(CommandLog, Outbox, Notices, Counters);
        Orders = new OrderDesk(options, Book, Changes, Actions, OrderIds, Queue, Stuck, Strays, new Overtakings(image.Overtakings), Gate);
        State = new StateReport(run, journalId, Session, Reconnects, Gate, Probe, Feeds, Queue, CommandLog, Outbox, Counters);
    }

    public Counters Counters { get; } = new();

    public EventOutbox Outbox { get; }

    public Notices Notices { get; }

    public OutboundQueue Queue { get; }

    public RequestIds RequestIds { get; }

    public GatewaySession Session { get; }

    public Reconnects Reconnects { get; }

    public GatewayProbe Probe { get; }

    public GatewayClock GatewayClock { get; }

    public GatewayZone GatewayZone { get; }

    public OrderGate Gate { get; }

    public OrderBook Book { get; }

    public OrderIds OrderIds { get; }

    public StuckWatch Stuck { get; }

    public OrderChanges Changes { get; }

    public OrderActions Actions { get; }

    public OrderWriter Writer { get; }

    public OrderFlow Flow { get; }

    public OrderErrors Errors { get; }

    public FillBook FillBook { get; }

    public Commissions Commissions { get; }

    public FillDesk Fills { get; }

    public Brackets Brackets { get; }

    public Strays Strays { get; }

    public Reconciler Reconciler { get; }

    public PositionWatch Positions { get; }

    public Settlement Settlement { get; }

    public ReconcileDesk Reconciliations { get; }

    public FeedDesk Feeds { get; }

    public FeedData FeedData { get; }

    public HistoryDesk Histories { get; }

    public AccountReport Account { get; }

    public CommandLog CommandLog { get; }

    public CommandDesk Commands { get; }

    public OrderDesk Orders { get; }

    public StateReport State { get; }
}
