using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;

namespace Bridge.Contracts.Reading;

/// <summary>What each command is made of.</summary>
internal static class CommandShapes
{
    /// <summary>The command of that name; null when there is none.</summary>
    public static Command? Read(string name, FieldReader fields)
    {
        Command? command = name switch
        {
            CommandNames.OrderSubmit => OrderShapes.Submit(fields),
            CommandNames.OrderModify => OrderShapes.Modify(fields),
            CommandNames.OrderCancel => OrderShapes.Cancel(fields),
            CommandNames.OrdersCancelAll => OrderShapes.CancelAll(fields),
            CommandNames.MarketSubscribe => MarketShapes.Subscribe(fields),
            CommandNames.MarketUnsubscribe => MarketShapes.Unsubscribe(fields),
            CommandNames.HistoryRequest => MarketShapes.History(fields),
            CommandNames.ReconcileRequest => new ReconcileRequest
            {
                Id = fields.Text("id"),
                Epoch = fields.Integer("epoch"),
                TsNs = fields.Integer("ts_ns"),
                ExpiresTsNs = fields.Integer("expires_ts_ns"),
            },
            CommandNames.Ping => new Ping
            {
                Id = fields.Text("id"),
                Epoch = fields.Integer("epoch"),
                TsNs = fields.Integer("ts_ns"),
                ExpiresTsNs = fields.Integer("expires_ts_ns"),
                Probe = fields.Truth("probe", absent: false),
            },
            CommandNames.EventsReplay => Replay(fields),
            _ => null,
        };
        if (command is not null)
        {
            Envelope(command, fields);
        }

        return command;
    }

    private static void Envelope(Command command, FieldReader fields)
    {
        if (command.Epoch is < 1 or > Limits.LargestEpoch)
        {
            fields.Refuse(Codes.Malformed, $"epoch is {command.Epoch}; expected 1 to {Limits.LargestEpoch}");
        }

        // 128 bits: the two may stand at opposite ends of 64.
        if ((Int128)command.ExpiresTsNs - command.TsNs > Limits.LifetimeNs)
        {
            fields.Refuse(Codes.Malformed, "expires_ts_ns is more than 24 h after ts_ns");
        }
    }

    private static EventsReplay Replay(FieldReader fields)
    {
        var command = new EventsReplay
        {
            Id = fields.Text("id"),
            Epoch = fields.Integer("epoch"),
            TsNs = fields.Integer("ts_ns"),
            ExpiresTsNs = fields.Integer("expires_ts_ns"),
            AfterJseq = fields.Integer("after_jseq"),
        };
        if (command.AfterJseq < 0)
        {
            fields.Refuse(Codes.Malformed, $"after_jseq is {command.AfterJseq}; expected 0 or more");
        }

        return command;
    }
}
