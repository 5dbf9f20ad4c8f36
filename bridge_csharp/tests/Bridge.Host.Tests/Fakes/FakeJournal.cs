using Bridge.Core.Journal;

namespace Bridge.Host.Tests;

/// <summary>A journal in memory that can be out of space.</summary>
internal sealed class FakeJournal(List<string> story) : IJournal
{
    private readonly List<JournalEntry> entries = [];

    public bool Full { get; set; }

    public int Flushes { get; private set; }

    /// <summary>What happens while it flushes.</summary>
    public Action Flushing { get; set; } = () => { };

    public void Append(JournalEntry entry)
    {
        if (Full)
        {
            throw new IOException("no space left on device");
        }

        story.Add($"append {entry.TsNs}");
        entries.Add(entry);
    }

    public void Flush()
    {
        if (Full)
        {
            throw new IOException("no space left on device");
        }

        Flushing();
        Flushes++;
        story.Add("flush");
    }

    public IEnumerable<JournalEntry> ReadAll() => entries;
}
