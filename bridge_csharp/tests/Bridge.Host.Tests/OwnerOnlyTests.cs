using Bridge.Core.Journal;
using Bridge.Host.Journal;
using Bridge.Host.Logging;
using Bridge.Host.State;

namespace Bridge.Host.Tests;

/// <summary>Who may read what tells accounts, orders and fills.</summary>
public sealed class OwnerOnlyTests : IDisposable
{
    private const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;
    private const UnixFileMode OpenToAll = OfFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_the_bridge_makes_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes of files");
        UseAll();

        Assert.All(["deep/state", "logs"], name => Assert.Equal(OfFolder, ModeOf(name)));
        Assert.All(EveryFile(), name => Assert.Equal(OfFile, ModeOf(name)));
    }

    [Fact]
    public void What_an_older_version_left_open_is_closed_at_the_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes of files");
        UseAll();
        Open("deep/state");
        Open("logs");
        Assert.All(EveryFile(), Open);
        UseAll();

        Assert.Equal(OfFolder, ModeOf("deep/state"));
        Assert.All(EveryFile(), name => Assert.Equal(OfFile, ModeOf(name)));

        // The log folder is not the bridge's own.
        Assert.Equal(OpenToAll, ModeOf("logs"));
    }

    [Fact]
    public void What_cannot_be_closed_is_used_as_it_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a file whose mode nobody may set, as those of /proc");
        using var file = OwnerOnly.Open("/proc/self/status", FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        Assert.NotEqual(-1, file.ReadByte());
        OwnerOnly.Tighten(folder.At("none"));
        Assert.False(File.Exists(folder.At("none")));
    }

    private static IEnumerable<string> Names() =>
    [
        "deep/state/lock", "deep/state/journal-id", "deep/state/journal.jsonl", "logs/bridge.jsonl", "logs/bridge.1.jsonl", "logs/bridge.2.jsonl",
    ];

    private IEnumerable<string> EveryFile()
    {
        Assert.All(Names(), name => Assert.True(File.Exists(folder.At(name)), name));
        return [.. Names(), .. Directory.GetFiles(folder.At("deep/state"), "*.cut-at-*")];
    }

    // Each of them once: a journal that is cut and compacted, and logs that roll.
    private void UseAll()
    {
        using (var state = StateDirectory.Open(folder.At("deep/state")))
        {
            using (var journal = FileJournal.Open(state.JournalPath))
            {
                journal.Append(new JournalEntry { TsNs = 1, DeliveredJseq = 1 });
                journal.Append(new JournalEntry { TsNs = 1, DeliveredJseq = 2 });
            }

            JournalCompactor.Open(state.JournalPath, 1, largeBytes: 1).Dispose();
            File.AppendAllText(state.JournalPath, "half");
            FileJournal.Open(state.JournalPath).Dispose();
        }

        using var file = new RollingFile(folder.At("logs/bridge.jsonl"), 1, 3);
        foreach (var line in new[] { "a\n", "b\n", "c\n" })
        {
            file.Append(System.Text.Encoding.ASCII.GetBytes(line));
        }
    }

    private void Open(string name)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.At(name), OpenToAll);
        }
    }

    private UnixFileMode ModeOf(string name) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(folder.At(name));
}
