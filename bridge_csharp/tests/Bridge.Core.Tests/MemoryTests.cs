using System.Runtime.CompilerServices;
using Bridge.Core.Journal;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>What a core holds after hours of orders. Alone in its time: the heap is the whole process's.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    // Three orders, two executions, two commissions and three commands, for ever or for 7 days: some 3.7 KiB.
    private const long MostOfABracket = 4608;

    [Fact]
    public void Hours_of_orders_leave_little_in_a_running_core_and_as_little_in_one_that_starts_from_them()
    {
        var hours = new Hours();
        hours.Live(300); // the window of latest events is full from then on
        var early = Held() - SizeOf(hours.Lines);
        hours.Live(600);
        var lived = (Held() - SizeOf(hours.Lines) - early) / 600;

        var without = Held();
        var core = Restored(hours.Lines);
        var restored = (Held() - without) / hours.Brackets;

        TestContext.Current.TestOutputHelper!.WriteLine($"{lived} bytes a bracket in a running core, {restored} in a restored one");
        Assert.InRange(lived, 1, MostOfABracket);
        Assert.InRange(restored, 1, MostOfABracket);
        GC.KeepAlive(hours);
        GC.KeepAlive(core);
    }

    private static long Held() => GC.GetTotalMemory(forceFullCollection: true);

    // 24 bytes of an array's own, and its place in the list.
    private static long SizeOf(List<byte[]> lines) => lines.Sum(line => 24 + ((line.Length + 7) & ~7L)) + (8L * lines.Capacity);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BridgeCore Restored(List<byte[]> lines) =>
        new(new CoreOptions(), JournalImage.Of(lines.Select(line => JournalText.Read(line))), "run9", "journal1");
}
