namespace Bridge.Core.Tests.Support;

/// <summary>The clocks of a machine, moved by hand; ns.</summary>
internal sealed class Clocks
{
    // The steady one has an origin of its own: a moment of the one compared with a moment of the other fails every test.
    private const long UpBefore = 3 * Bench.Second;
    private long set;
    private long asleep;

    /// <summary>What the wall's shows.</summary>
    public long Now { get; set; } = Bench.Start;

    /// <summary>What it would show, had nobody set it.</summary>
    public long True => Now - set;

    /// <summary>The one that nobody sets; like that of Linux it stands still while the machine sleeps.</summary>
    public long Steady => True - asleep - Bench.Start + UpBefore;

    public void Set(double bySeconds)
    {
        var by = (long)(bySeconds * Bench.Second);
        Now += by;
        set += by;
    }

    public void Sleep(double seconds)
    {
        var by = (long)(seconds * Bench.Second);
        Now += by;
        asleep += by;
    }
}
