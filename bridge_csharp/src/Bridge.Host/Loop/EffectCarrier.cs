using System.Text;
using Bridge.Contracts;
using Bridge.Core.Effects;
using Bridge.Core.Inputs;
using Bridge.Core.Journal;
using Bridge.Host.Gateway;
using Bridge.Host.Logging;
using Bridge.Mqtt;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Loop;

/// <summary>Carries out what the core answers. It decides nothing.</summary>
internal sealed partial class EffectCarrier(
    IJournal journal, IMqttConnection mqtt, IGatewayPort gateway, EntryLog entries, ILogger<EffectCarrier> log)
{
    private static readonly string NoticeTopic = Topics.OfEvent(EventNames.Notice);

    /// <summary>Carry out one effect.</summary>
    /// <returns>What the core must hear of it at once: that a write failed. Null: nothing.</returns>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    public async ValueTask<Input?> CarryOutAsync(Effect effect)
    {
        switch (effect)
        {
            case AppendToJournal append:
                journal.Append(append.Entry);
                entries.Tell(append.Entry);
                return null;
            case FlushJournal:
                journal.Flush();
                return null;
            case Publish publish:
                Publish(publish);
                return null;
            case ReplayFromJournal replay:
                foreach (var publish in Replay.From(journal.ReadAll(), replay))
                {
                    Publish(publish);
                }

                return null;
            case WriteToGateway write:
                return await gateway.WriteAsync([write.Request]);
            case WriteTogether together:
                return await gateway.WriteAsync(together.Requests);
            case ConnectGateway:
                gateway.Connect();
                return null;
            case CloseGateway close:
                gateway.Close(close.Reason);
                return null;
            case Log line:
                Say(line);
                return null;
            default:
                throw new NotSupportedException($"nobody carries out {effect.GetType().Name}");
        }
    }

    private void Publish(Publish publish)
    {
        // Without a broker it is not kept: what must not be lost comes again from the core.
        mqtt.Publish(new MqttMessage(publish.Topic, publish.Payload, publish.Qos, publish.Retain, publish.ExpirySeconds, publish.Jseq));
        if (publish.Topic == NoticeTopic)
        {
            entries.Notice(Encoding.UTF8.GetString(publish.Payload.Span));
        }
    }

    private void Say(Log line)
    {
        var level = line.Weight switch
        {
            LogWeight.Debug => LogLevel.Debug,
            LogWeight.Warning => LogLevel.Warning,
            _ => LogLevel.Information,
        };
        Said(log, level, line.Text);
    }

    [LoggerMessage(EventId = 10, EventName = "core", Message = "{Text}")]
    private static partial void Said(ILogger log, LogLevel level, string text);
}
