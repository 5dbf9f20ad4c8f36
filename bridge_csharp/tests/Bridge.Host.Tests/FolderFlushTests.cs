using Bridge.Host.Journal;

namespace Bridge.Host.Tests;

public sealed class FolderFlushTests
{
    [Fact]
    public void A_folder_that_cannot_be_flushed_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows flushes names by itself");
        using var folder = new TempFolder();

        FolderFlush.Of(folder.At("journal.jsonl"));

        var refusal = Assert.Throws<IOException>(() => FolderFlush.Of(folder.At("none/journal.jsonl")));
        Assert.StartsWith(folder.At("none"), refusal.Message, StringComparison.Ordinal);
    }
}
