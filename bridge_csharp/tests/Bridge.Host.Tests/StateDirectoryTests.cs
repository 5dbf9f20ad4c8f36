using Bridge.Host.State;

namespace Bridge.Host.Tests;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_second_bridge_is_told_that_the_directory_is_taken()
    {
        using var first = StateDirectory.Open(folder.At("state"));

        var refusal = Assert.Throws<CannotStartException>(() => StateDirectory.Open(folder.At("state")));

        Assert.Contains("taken by another bridge", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("(under `rlbot up`: by --home)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_directory_is_free_after_the_first_has_ended_and_keeps_its_id()
    {
        string id;
        using (var first = StateDirectory.Open(folder.At("state")))
        {
            id = first.JournalId;
        }

        using var second = StateDirectory.Open(folder.At("state"));

        Assert.Equal(id, second.JournalId);
        Assert.Matches("^[0-9a-f]{32}\\z", id);
    }

    [Fact]
    public void Another_directory_has_another_id()
    {
        using var first = StateDirectory.Open(folder.At("a"));
        using var second = StateDirectory.Open(folder.At("b"));

        Assert.NotEqual(first.JournalId, second.JournalId);
    }

    [Fact]
    public void A_place_that_cannot_be_a_directory_is_refused_by_name()
    {
        File.WriteAllText(folder.At("file"), string.Empty);

        var refusal = Assert.Throws<CannotStartException>(() => StateDirectory.Open(folder.At("file/state")));

        Assert.EndsWith(
            "; choose another by Bridge__StateDirectory (under `rlbot up`: by --home)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_file_left_empty_by_a_crash_is_made_anew()
    {
        Directory.CreateDirectory(folder.At("state"));
        File.WriteAllText(folder.At("state/journal-id"), "\n");

        using var state = StateDirectory.Open(folder.At("state"));

        Assert.Equal(32, state.JournalId.Length);
    }
}
