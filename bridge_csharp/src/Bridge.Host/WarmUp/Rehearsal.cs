using System.Buffers;
using System.Diagnostics;
using System.Text;
using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;
using Bridge.Core;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Journal;
using Bridge.Host.Journal;
using Bridge.Tws.Codec;

namespace Bridge.Host.WarmUp;

/// <summary>
/// Orders through a core of its own before the bridge begins, with no disk, no broker and no gateway, so that what an order needs is
/// compiled by then: the first one would otherwise wait some 50 ms for it.
/// </summary>
internal sealed class Rehearsal
{
    /// <summary>The version its gateway speaks.</summary>
    public const int Version = 178;

    // With and without protection, each cancelled, each twice: what is compiled at the first call is compiled by then.
    private const int Orders = 4;
    private const long StepNs = 50_000_000;
    private const long ValidNs = 60_000_000_000;

    private readonly BridgeCore core = new(new CoreOptions(), JournalImage.Of([]), "rehearsal", "rehearsal");
    private readonly ClassicCodec codec = new(Version);
    private readonly ArrayBufferWriter<byte> bytes = new();
    private readonly JournalLine lines = new();
    private readonly Queue<Input> inputs = new([new MqttConnected()]);
    private long nowNs;

    private Rehearsal(long nowNs) => this.nowNs = nowNs;

    /// <summary>Play it.</summary>
    /// <returns>How many orders were filled, of how many.</returns>
    public static (int Filled, int Of) Run(long nowNs)
    {
        LoadSourcePositions();
        var rehearsal = new Rehearsal(nowNs);
        rehearsal.ReadEveryMessage();
        rehearsal.UntilQuiet();
        var fills = 0;
        for (var number = 1; number <= Orders; number++)
        {
            rehearsal.Send(rehearsal.Submit(number));
            fills += rehearsal.UntilQuiet();
            rehearsal.Send(rehearsal.Cancel(number));
            rehearsal.UntilQuiet();
        }

        return (fills, Orders);
    }

    // Of a connection that is refused, the runtime looks up where each caller stands. What that takes is loaded at the first one and kept,
    // 2 MiB: here, so that hours later memory is what it was.
    private static void LoadSourcePositions() => _ = new StackTrace(fNeedFileInfo: true);

    // What is missing in an empty message is found field by field, by the same code that reads them.
    private void ReadEveryMessage()
    {
        for (var kind = 1; kind < 110; kind++)
        {
            codec.Decode(Encoding.ASCII.GetBytes($"{kind}\0"));
        }
    }

    /// <summary>Answers how many fills were told until nothing was left to do.</summary>
    private int UntilQuiet()
    {
        var fills = 0;
        var fill = Topics.OfEvent(EventNames.Fill);
        for (var quiet = 0; quiet < 10; quiet++)
        {
            var input = inputs.TryDequeue(out var next) ? next : new Tick(1);
            quiet = next is null ? quiet : 0;
            nowNs += StepNs;
            foreach (var effect in core.Handle(input, nowNs))
            {
                fills += effect is Publish publish && publish.Topic == fill ? 1 : 0;
                CarryOut(effect);
            }
        }

        return fills;
    }

    private void CarryOut(Effect effect)
    {
        switch (effect)
        {
            case AppendToJournal append:
                lines.Of(append.Entry);
                break;
            case WriteToGateway write:
                Encode(write.Request);
                break;
            case WriteTogether together:
                foreach (var request in together.Requests)
                {
                    Encode(request);
                }

                break;
        }

        foreach (var said in RehearsedGateway.Hear(effect))
        {
            inputs.Enqueue(said);
        }
    }

    private void Encode(GatewayRequest request)
    {
        bytes.ResetWrittenCount();
        codec.Encode(request, bytes);
    }

    private void Send(Command command) => inputs.Enqueue(new CommandReceived(command.Name, CommandWriter.Write(command), Retained: false));

    private OrderSubmit Submit(int number) => new()
    {
        Id = $"s{number}",
        Epoch = 1,
        TsNs = nowNs,
        ExpiresTsNs = nowNs + ValidNs,
        ClientOrderId = $"r{number}",
        AgentId = "rehearsal",
        Account = RehearsedGateway.Account,
        Symbol = "AAPL",
        Side = Sides.Buy,
        Quantity = 1,
        OrderType = OrderTypes.Market,
        Tif = "DAY",
        OutsideRth = false,
        Protection = number % 2 == 0 ? null : new Protection { StopLossPrice = 90 },
    };

    private OrderCancel Cancel(int number) => new()
    {
        Id = $"c{number}",
        Epoch = 1,
        TsNs = nowNs,
        ExpiresTsNs = nowNs + ValidNs,
        ClientOrderId = $"r{number}.sl",
    };
}
