using System.Threading.Channels;
using Bridge.Core.Effects;
using Bridge.Core.Inputs;
using Bridge.Host.Loop;

namespace Bridge.Host.Tests;

/// <summary>Answers what the test wants, and keeps what it was told.</summary>
internal sealed class FakeCore(ManualTime time) : IBridgeCore
{
    private readonly long start = time.GetTimestamp();
    private long dueNs = long.MaxValue;
    private readonly Channel<(Input Input, long NowNs)> heard = Channel.CreateUnbounded<(Input, long)>();

    /// <summary>What to answer; nothing by default.</summary>
    public Func<Input, Effect[]> Answer { get; set; } = _ => [];

    /// <summary>How long after each input the next tick is due; an hour by default.</summary>
    public TimeSpan TickAfter { get; set; } = TimeSpan.FromHours(1);

    public long WaitNs => dueNs - Steady;

    private long Steady => time.SinceNs(start);

    public IReadOnlyList<Effect> Handle(Input input, long nowNs)
    {
        dueNs = Steady + (long)TickAfter.TotalNanoseconds;
        heard.Writer.TryWrite((input, nowNs));
        return Answer(input);
    }

    /// <summary>When the effects of each answer were carried out.</summary>
    public List<long> CarriedOutAt { get; } = [];

    public void CarriedOut() => CarriedOutAt.Add(time.NowNs());

    /// <summary>The next input of that kind; those before it are passed over.</summary>
    public async Task<T> NextAsync<T>()
        where T : Input
    {
        while (true)
        {
            if ((await heard.Reader.ReadAsync(TestContext.Current.CancellationToken)).Input is T wanted)
            {
                return wanted;
            }
        }
    }

    /// <summary>Everything heard and not asked for yet.</summary>
    public IReadOnlyList<Input> Heard()
    {
        var all = new List<Input>();
        while (heard.Reader.TryRead(out var one))
        {
            all.Add(one.Input);
        }

        return all;
    }
}
