using Bridge.Host.Journal;
using Bridge.Host.Loop;

namespace Bridge.Host.Tests;

/// <summary>A journal in use, and compactions of it that a test follows step by step.</summary>
public abstract class JournalInUse : IDisposable
{
    private protected JournalInUse()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows replaces no file that is open");
        Life = new JournalLife(1, Time.NowNs());
        Journal = FileJournal.Open(JournalFile);
    }

    private protected string JournalFile => Folder.At("journal.jsonl");

    private protected TempFolder Folder { get; } = new();

    private protected ManualTime Time { get; } = new();

    private protected JournalLife Life { get; }

    private protected FileJournal Journal { get; }

    public void Dispose()
    {
        Journal?.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected LiveCompaction Compaction(Action<CompactionStep>? at = null) =>
        new(Journal, Time) { At = at ?? (_ => { }), Rest = _ => { } };

    private protected void Append(JournalLife lived, int count)
    {
        for (var more = count; more > 0; more--)
        {
            Journal.Append(lived.Next());
        }
    }
}
