using System.Text.Json;
using Bridge.Core.Journal;
using Bridge.Host.Logging;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Tests;

public sealed class EntryLogTests : IDisposable
{
    private static readonly JournalEntry Answered = new()
    {
        TsNs = 1,
        Command = new CommandMark("c-1", "digest", "accepted", null, 1, 5),
        Orders =
        [
            new OrderRecord
            {
                ClientOrderId = "ppo-1",
                OrderId = 7,
                Account = "DU1",
                Symbol = "AAPL",
                SecType = "STK",
                Exchange = "SMART",
                Currency = "USD",
                Side = "BUY",
                OrderType = "MKT",
                Terms = new OrderTerms(10, null, null, "DAY"),
                OutsideRth = false,
                Purpose = "entry",
                Role = "entry",
                ExpiresNs = 2,
                Status = "submitted",
                Version = 1,
            },
        ],
        Fills =
        [
            new BookedFill
            {
                ExecKey = "e",
                Revision = 1,
                ExecId = "e.01",
                ClientOrderId = "ppo-1",
                PermId = 9,
                Account = "DU1",
                Symbol = "AAPL",
                Side = "BUY",
                Quantity = 10,
                Price = 187.25m,
                TimeNs = 1,
                CumQuantity = 10,
                Recovered = false,
                Origin = "core",
            },
        ],
    };

    private readonly LogOutbox lines = new();
    private readonly ManualTime time = new();
    private readonly JsonLoggerProvider provider;
    private readonly LoggerFactory loggers;
    private readonly EntryLog log;

    public EntryLogTests()
    {
        provider = new JsonLoggerProvider(lines, time);
        loggers = new LoggerFactory([provider]);
        log = new EntryLog(lines, time, loggers.CreateLogger<EntryLog>());
    }

    public void Dispose()
    {
        loggers.Dispose();
        provider.Dispose();
    }

    [Fact]
    public void A_command_its_order_and_its_fill_are_found_by_one_id()
    {
        log.Tell(Answered);
        log.Notice("{\"code\":\"stuck\"}");

        var told = Lines().ToArray();

        Assert.Equal(
            [("command_answered", "c-1"), ("order", "ppo-1"), ("fill", "ppo-1"), ("notice", string.Empty)],
            told.Select(line => (Of(line, "event"), Of(line, "correlation_id"))));
        Assert.Equal(187.25m, told[2].GetProperty("price").GetDecimal());
        Assert.Equal("bridge", Of(told[0], "component"));
    }

    [Fact]
    public void A_line_tells_when_it_was_logged_and_not_when_it_was_written()
    {
        log.Tell(Answered);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.All(Lines(), line => Assert.Equal("2026-03-02T15:00:00.000000Z", Of(line, "ts")));
    }

    [Fact]
    public void An_entry_without_command_order_and_fill_is_no_line()
    {
        log.Tell(new JournalEntry { TsNs = 1, DeliveredJseq = 5 });

        Assert.False(lines.Reader.TryPeek(out _));
    }

    [Fact]
    public void An_entry_that_is_dropped_counts_with_all_its_lines()
    {
        log.Tell(Answered);
        for (var i = 0; i < 10_000; i++)
        {
            log.Notice("{}");
        }

        Assert.Equal(3, lines.Dropped);
    }

    private static string? Of(JsonElement line, string name) => line.GetProperty(name).GetString();

    private IEnumerable<JsonElement> Lines()
    {
        while (lines.Reader.TryRead(out var logged))
        {
            foreach (var line in logged.Lines())
            {
                yield return JsonDocument.Parse(line).RootElement;
            }
        }
    }
}
