using Bridge.Core.Journal;

namespace Bridge.Core.Tests.Support;

/// <summary>A bracket every half minute, filled and closed again. Nothing but the core remembers it afterwards.</summary>
internal sealed class Hours
{
    private readonly Bench bench = Bench.Open();
    private int number;

    /// <summary>Brackets so far, each an entry with its stop-loss and its take-profit, two executions and three commands.</summary>
    public int Brackets => number;

    /// <summary>What would stand on disk, but for events: no core starts from those.</summary>
    public List<byte[]> Lines { get; } = [];

    public void Live(int brackets)
    {
        for (var last = number + brackets; number < last;)
        {
            Trade($"ppo_stock-{++number}");
            bench.Pass(30);
            Forget();
        }
    }

    private void Trade(string name)
    {
        Assert.Equal("accepted", bench.Send(bench.Bracket(name, 10)).Outcome);
        bench.Pass(1);
        bench.Gateway.Fill(bench.Gateway.Named(name), 10);
        bench.Gateway.Fill(bench.Gateway.Named(name + ".tp"), 10);
        bench.Hear();
        bench.Send(bench.Cancel(name + ".sl"));
        Assert.Equal("cancelled", bench.StatusOf(name + ".sl"));
    }

    private void Forget()
    {
        Lines.AddRange(bench.Journal.Select(entry => Support.Lines.Of(entry with { Events = null })));
        bench.Journal.Clear();
        bench.Clear();
        bench.Attempts.Clear();
        bench.Gateway.Orders.Clear();
        bench.Gateway.Executions.Clear();
        bench.Gateway.Placements.Clear();
    }
}
