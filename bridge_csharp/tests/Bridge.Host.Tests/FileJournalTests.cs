using System.Text;
using Bridge.Core.Journal;
using Bridge.Host.Journal;

namespace Bridge.Host.Tests;

public sealed class FileJournalTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string JournalFile => folder.At("journal.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_appended_is_read_again_after_a_restart()
    {
        Write(Entry(1), Entry(2));

        using var journal = FileJournal.Open(JournalFile);
        journal.Append(Entry(3));

        Assert.Equal([1L, 2, 3], Read(journal));
        Assert.Equal(0, journal.CutBytes);
    }

    [Fact]
    public void A_crash_at_any_byte_of_the_last_line_costs_that_line_and_nothing_else()
    {
        Write(Entry(1), Entry(2));
        var before = File.ReadAllBytes(JournalFile).Length;
        Write(Entry(3));
        var whole = File.ReadAllBytes(JournalFile);

        for (var end = before; end < whole.Length; end++)
        {
            File.WriteAllBytes(JournalFile, whole[..end]);
            using (var journal = FileJournal.Open(JournalFile))
            {
                Assert.Equal([1L, 2], Read(journal));
                Assert.Equal(end - before, journal.CutBytes);
                journal.Append(Entry(4));
            }

            using var again = FileJournal.Open(JournalFile);
            Assert.Equal([1L, 2, 4], Read(again));
        }
    }

    [Fact]
    public void What_is_cut_off_is_kept_beside_it()
    {
        Write(Entry(1));
        var sound = File.ReadAllBytes(JournalFile);
        File.WriteAllBytes(JournalFile, [.. sound, .. "half a li"u8]);

        FileJournal.Open(JournalFile).Dispose();

        Assert.Equal("half a li", File.ReadAllText($"{JournalFile}.cut-at-{sound.Length}"));
        Assert.Equal(sound, File.ReadAllBytes(JournalFile));
    }

    [Fact]
    public void A_tail_of_zeros_as_a_power_cut_leaves_it_is_cut_off()
    {
        Write(Entry(1));
        File.WriteAllBytes(JournalFile, [.. File.ReadAllBytes(JournalFile), .. new byte[5000]]);

        using var journal = FileJournal.Open(JournalFile);

        Assert.Equal([1L], Read(journal));
    }

    [Fact]
    public void Any_byte_changed_before_the_last_line_is_told_and_nothing_is_touched()
    {
        Write(Entry(1), Entry(2), Entry(3));
        var whole = File.ReadAllBytes(JournalFile);
        var last = Encoding.UTF8.GetString(whole).TrimEnd('\n').LastIndexOf('\n');

        for (var at = 0; at < last; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 1;
            File.WriteAllBytes(JournalFile, damaged);

            var refusal = Assert.Throws<CannotStartException>(() => FileJournal.Open(JournalFile).Dispose());

            Assert.Contains("damaged at byte", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(JournalFile));
        }
    }

    [Fact]
    public void Entries_larger_than_any_buffer_are_read()
    {
        var text = new string('x', 300_000);
        Write(Entry(1, text), Entry(2), Entry(3, text));

        using var journal = FileJournal.Open(JournalFile);

        Assert.Equal([1L, 2, 3], Read(journal));
    }

    [Fact]
    public void Appending_makes_no_garbage_to_speak_of_however_large_the_entry()
    {
        using var journal = FileJournal.Open(JournalFile);
        var large = Entry(1, "e", new string('"', 300_000));
        journal.Append(large);
        journal.Append(large);
        var before = GC.GetAllocatedBytesForCurrentThread();

        journal.Append(large);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    [Fact]
    public void It_is_read_while_it_grows()
    {
        using var journal = FileJournal.Open(JournalFile);
        journal.Append(Entry(1));
        using var reading = journal.ReadAll().GetEnumerator();
        Assert.True(reading.MoveNext());

        journal.Append(Entry(2));
        journal.Flush();

        Assert.Equal([1L, 2], Read(journal));
        Assert.False(reading.MoveNext());
    }

    [Fact]
    public void A_line_says_whether_it_is_whole()
    {
        var line = new JournalLine().Of(new JournalEntry { TsNs = 1 }).ToArray();

        Assert.Equal((byte)'\n', line[^1]);
        Assert.True(JournalLine.TryRead(line.AsSpan()[..^1], out var text));
        Assert.Equal("{\"ts_ns\":1}", Encoding.UTF8.GetString(text));
        Assert.False(JournalLine.TryRead(line.AsSpan()[..^2], out _));
        Assert.False(JournalLine.TryRead("short"u8, out _));
    }

    private static JournalEntry Entry(long ts, string name = "e", string text = "{\"a\":\"\\n\"}") =>
        new() { TsNs = ts, Events = [new EventRecord(ts, name, Encoding.UTF8.GetBytes(text))] };

    private static long[] Read(FileJournal journal) => [.. journal.ReadAll().Select(entry => entry.TsNs)];

    private void Write(params JournalEntry[] entries)
    {
        using var journal = FileJournal.Open(JournalFile);
        foreach (var entry in entries)
        {
            journal.Append(entry);
        }

        journal.Flush();
    }
}
