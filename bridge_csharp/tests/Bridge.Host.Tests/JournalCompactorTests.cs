using Bridge.Core.Journal;
using Bridge.Host.Journal;

namespace Bridge.Host.Tests;

public sealed class JournalCompactorTests : IDisposable
{
    private const long Day = 24L * 3600 * 1_000_000_000;
    private readonly TempFolder folder = new();

    private string JournalFile => folder.At("journal.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_large_journal_loses_what_is_old_and_goes_on()
    {
        Write(100);
        using (var journal = JournalCompactor.Open(JournalFile, 30 * Day, largeBytes: 1))
        {
            Assert.Equal(["fill", "ack"], Names(journal));
            Assert.Equal(journal.Length, journal.CompactedLength);
            journal.Append(Entry(101, "ack"));
        }

        using var again = FileJournal.Open(JournalFile);
        Assert.Equal([1L, 100, 101], again.ReadAll().SelectMany(entry => entry.Events ?? []).Select(record => record.Jseq));
        Assert.Equal([JournalFile], Directory.GetFiles(Path.GetDirectoryName(JournalFile)!));
    }

    [Fact]
    public void A_small_one_a_young_one_and_a_torn_one_are_left_as_they_are()
    {
        Write(100);
        var whole = File.ReadAllBytes(JournalFile);
        JournalCompactor.Open(JournalFile, 30 * Day).Dispose();
        Assert.Equal(whole, File.ReadAllBytes(JournalFile));

        using (var young = JournalCompactor.Open(JournalFile, Day, largeBytes: 1))
        {
            Assert.Equal(whole.Length, young.CompactedLength);
        }

        Assert.Equal(whole, File.ReadAllBytes(JournalFile));
        Assert.False(File.Exists(JournalFile + ".compacting"));

        File.WriteAllBytes(JournalFile, [.. whole, .. "half"u8]);
        using var torn = JournalCompactor.Open(JournalFile, 30 * Day, largeBytes: 1);
        Assert.Equal(4, torn.CutBytes);
        Assert.Equal(100, Names(torn).Count);
    }

    private static JournalEntry Entry(long jseq, string name) =>
        new() { TsNs = 1, Events = [new EventRecord(jseq, name, "{}"u8.ToArray())] };

    private static List<string> Names(FileJournal journal) =>
        [.. journal.ReadAll().SelectMany(entry => entry.Events ?? []).Select(record => record.Name)];

    private void Write(int events)
    {
        using var journal = FileJournal.Open(JournalFile);
        journal.Append(Entry(1, "fill"));
        for (var jseq = 2; jseq <= events; jseq++)
        {
            journal.Append(Entry(jseq, "ack"));
        }

        journal.Append(new JournalEntry { TsNs = 1, DeliveredJseq = events });
    }
}
