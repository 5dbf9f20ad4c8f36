namespace Bridge.Core;

/// <summary>What was counted since the start, for the state.</summary>
internal sealed class Counters
{
    public long Commands { get; set; }

    public long Rejected { get; set; }

    public long Malformed { get; set; }

    public long Duplicates { get; set; }

    public long Placed { get; set; }

    public long Cancels { get; set; }

    public long Fills { get; set; }

    public long BarsBad { get; set; }

    public long Reconnects { get; set; }
}
