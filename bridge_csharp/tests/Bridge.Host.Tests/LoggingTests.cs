using System.Text;
using System.Text.Json;
using Bridge.Host.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Host.Tests;

public sealed class LoggingTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 15, 0, 0, 123, TimeSpan.Zero);

    private readonly TempFolder folder = new();
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_line_begins_with_the_fields_that_all_components_share()
    {
        var line = Encoding.UTF8.GetString(LogLine.Of(
            At,
            LogLevel.Warning,
            "bridge",
            "stuck",
            "order a is \"stuck\"\n",
            [new("CorrelationId", "c-1"), new("OrderId", 7), new("Price", 1.5m), new("Late", true), new("{OriginalFormat}", "x")],
            null));

        Assert.StartsWith(
            "{\"ts\":\"2026-03-02T15:00:00.123000Z\",\"level\":\"warning\",\"component\":\"bridge\","
                + "\"event\":\"stuck\",\"correlation_id\":\"c-1\",\"text\":",
            line,
            StringComparison.Ordinal);
        Assert.EndsWith(",\"order_id\":7,\"price\":1.5,\"late\":true}\n", line, StringComparison.Ordinal);
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LogLevel.Trace, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "critical")]
    public void Levels_have_the_words_of_the_other_components(LogLevel level, string word)
    {
        using var line = JsonDocument.Parse(LogLine.Of(At, level, "bridge", "e", "t", [], new IOException("broke")));

        Assert.Equal(word, line.RootElement.GetProperty("level").GetString());
        Assert.Contains("broke", line.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_file_becomes_the_one_before_and_the_oldest_goes()
    {
        using (var file = new RollingFile(folder.At("logs/bridge.jsonl"), maxBytes: 4, files: 3))
        {
            foreach (var line in new[] { "a\n", "b\n", "c\n", "d\n", "e\n", "f\n", "g\n" })
            {
                file.Append(Encoding.ASCII.GetBytes(line));
            }
        }

        Assert.Equal("g\n", File.ReadAllText(folder.At("logs/bridge.jsonl")));
        Assert.Equal("e\nf\n", File.ReadAllText(folder.At("logs/bridge.1.jsonl")));
        Assert.Equal("c\nd\n", File.ReadAllText(folder.At("logs/bridge.2.jsonl")));
        Assert.Equal(3, Directory.GetFiles(folder.At("logs")).Length);
    }

    [Fact]
    public void A_restart_goes_on_in_the_same_file()
    {
        foreach (var line in new[] { "a\n", "b\n" })
        {
            using var file = new RollingFile(folder.At("bridge.jsonl"), 100, 3);
            file.Append(Encoding.ASCII.GetBytes(line));
        }

        Assert.Equal("a\nb\n", File.ReadAllText(folder.At("bridge.jsonl")));
    }

    [Fact]
    public async Task What_was_logged_before_the_end_is_in_the_file()
    {
        var outbox = new LogOutbox();
        using var file = new RollingFile(folder.At("bridge.jsonl"), 1000, 3);
        using var service = new LogWriterService(outbox, file, TextWriter.Null, NullLogger<LogWriterService>.Instance, time);
        await service.StartAsync(TestContext.Current.CancellationToken);

        outbox.Put(Line("last\n"));
        await service.StopAsync(CancellationToken.None);

        Assert.Equal("last\n", File.ReadAllText(folder.At("bridge.jsonl")));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_told_once_and_costs_only_lines()
    {
        File.WriteAllText(folder.At("file"), string.Empty);
        var (outbox, errors) = (new LogOutbox(), new StringWriter());
        using var file = new RollingFile(folder.At("file/bridge.jsonl"), 1000, 3);
        using var service = new LogWriterService(outbox, file, errors, NullLogger<LogWriterService>.Instance, time);

        outbox.Put(Line("a\n"));
        outbox.Put(Line("b\n"));
        await service.StartAsync(TestContext.Current.CancellationToken);
        await service.StopAsync(CancellationToken.None);

        Assert.Single(errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Dropped_lines_are_told_in_the_file_itself()
    {
        var outbox = new LogOutbox();
        using var provider = new JsonLoggerProvider(outbox, TimeProvider.System);
        using var loggers = new LoggerFactory([provider]);
        using var file = new RollingFile(folder.At("bridge.jsonl"), 10_000_000, 3);
        using var service = new LogWriterService(outbox, file, TextWriter.Null, loggers.CreateLogger<LogWriterService>(), time);
        for (var i = 0; i < 10_002; i++)
        {
            outbox.Put(Line("x\n"));
        }

        await service.StartAsync(TestContext.Current.CancellationToken);
        await service.StopAsync(CancellationToken.None);

        Assert.Contains("2 log lines dropped", File.ReadAllText(folder.At("bridge.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_drops_the_oldest_lines_and_counts_them()
    {
        var outbox = new LogOutbox();

        for (var i = 0; i < 10_003; i++)
        {
            outbox.Put(Line($"{i}\n"));
        }

        Assert.Equal(3, outbox.Dropped);
        Assert.True(outbox.Reader.TryRead(out var oldest));
        Assert.Equal("3\n"u8.ToArray(), oldest.Lines().Single());
    }

    [Fact(Timeout = 20_000)]
    public async Task What_was_logged_is_written_after_a_pause_in_which_an_order_is_done()
    {
        var outbox = new LogOutbox();
        using var file = new RollingFile(folder.At("bridge.jsonl"), 1000, 3);
        using var service = new LogWriterService(outbox, file, TextWriter.Null, NullLogger<LogWriterService>.Instance, time);
        await service.StartAsync(TestContext.Current.CancellationToken);

        outbox.Put(Line("a\n"));
        while (time.Waiting == 0)
        {
            await Task.Yield();
        }

        outbox.Put(Line("b\n"));
        Assert.False(File.Exists(folder.At("bridge.jsonl")));
        time.Advance(TimeSpan.FromMilliseconds(20));
        while (outbox.Reader.Count > 0)
        {
            await Task.Yield();
        }

        await service.StopAsync(CancellationToken.None);
        Assert.Equal("a\nb\n", File.ReadAllText(folder.At("bridge.jsonl")));
    }

    private static LoggedLine Line(string text) => new(Encoding.ASCII.GetBytes(text));
}
