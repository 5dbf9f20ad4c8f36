using Bridge.Contracts.Commands;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;

namespace Bridge.Core.Tests.Support;

/// <summary>
/// A random life of the bridge: commands, repeats, fills, duplicates and corrections, drops, broken links, lost placements, forgotten orders, lost and unreadable
/// messages, writes that never begin, crashes between any two effects, clocks that are set, slow disks. Every step follows from the seed.
/// </summary>
internal sealed class Chaos(int seed)
{
    private const string Garbled = "field 7 is 'x'; a number was expected";
    private readonly Random random = new(seed);
    private readonly List<Command> sent = [];
    private int orders;

    public Bench Bench { get; } = new(new CoreOptions { MaxOrderQuantity = 1000 });

    public void Live(int steps)
    {
        Bench.Do(new MqttConnected());
        for (var i = 0; i < steps; i++)
        {
            Step();
        }
    }

    /// <summary>All faults end; what is under way comes to rest.</summary>
    public void Settle()
    {
        Bench.GatewayThere = true;
        Bench.Gateway.Frozen = false;
        Bench.SocketDead = false;
        Bench.Gateway.IgnoreCancels = false;
        Bench.Gateway.LosePlacements = 0;
        Bench.Gateway.Unanswered.Clear();
        Bench.Prompt = true;
        Bench.Hear();
        Bench.Do(new KillFileSeen(false));
        Bench.Say(new GatewayError(-1, 1102, "restored"));
        Bench.Pass(200);
    }

    private void Step()
    {
        switch (random.Next(27))
        {
            case 0 or 1 or 2:
                Send(NewOrder());
                break;
            case 3:
                Send(Bench.Cancel(AnyOrder()));
                break;
            case 4:
                Send(Bench.Modify(AnyOrder(), quantity: random.Next(1, 300), limit: null));
                break;
            case 5 when sent.Count > 0:
                Bench.Do(Bench.Received(sent[random.Next(sent.Count)]));
                break;
            case 6:
                Send(Bench.CancelAll(random.Next(3) == 0 ? "all" : "entries"));
                break;
            case 7 or 8 or 9 or 10:
                Fill();
                break;
            case 11:
                Repeat();
                break;
            case 12:
                Bench.Drop();
                break;
            case 13:
                Bench.Say(new GatewayError(-1, random.Next(3) switch { 0 => 1100, 1 => 1101, _ => 1102 }, "link"));
                break;
            case 14:
                Fault();
                break;
            case 15:
                Crash();
                break;
            case 16 when Bench.Gateway.Said.Count > 0:
                Bench.Gateway.Said.Dequeue();
                break;
            case 17 when Bench.Gateway.Said.Count > 0 && Bench.Connected:
                Bench.Say(Bench.Gateway.Said.Dequeue());
                break;
            case 23 when Bench.Gateway.Said.Count > 0 && Bench.Connected:
                Bench.Say(Unreadable(Bench.Gateway.Said.Dequeue()));
                break;
            case 22 when random.Next(3) == 0:
                Forget();
                break;
            case 18:
                Correct();
                break;
            case 19:
                Unanswered();
                break;
            case 20 when random.Next(4) == 0:
                Bench.Do(new KillFileSeen(random.Next(2) == 0));
                break;
            case 24 when random.Next(3) == 0:
                Bench.FlushTakes = random.NextDouble() * 15;
                break;
            case 21 when random.Next(3) == 0:
                Bench.SetClock(random.Next(-4000, 4000));
                break;
            default:
                Bench.Pass(random.Next(4) == 0 ? random.NextDouble() * 15 : random.NextDouble());
                break;
        }
    }

    private OrderSubmit NewOrder()
    {
        var name = $"o{++orders}";
        return random.Next(3) switch
        {
            0 => Bench.Bracket(name, random.Next(1, 300)),
            1 => Bench.Submit(name, random.Next(1, 300), side: "SELL", purpose: "reduce"),
            _ => Bench.Submit(name, random.Next(1, 300)),
        };
    }

    private string AnyOrder() => $"o{random.Next(1, orders + 2)}" + (random.Next(4) == 0 ? ".sl" : string.Empty);

    private void Send(Command command)
    {
        sent.Add(command);
        Bench.Do(Bench.Received(command));
    }

    private void Fill()
    {
        var live = Bench.Gateway.Orders.Values.Where(order => order.Live).ToList();
        if (live.Count > 0)
        {
            var order = live[random.Next(live.Count)];
            Bench.Gateway.Fill(order, random.Next(1, (int)(order.Placed.Order.Quantity - order.Filled) + 1));
            if (!Bench.Connected)
            {
                Bench.Gateway.Said.Clear();
            }

            Bench.Hear();
        }
    }

    private void Repeat()
    {
        if (Bench.Gateway.Executions.Count > 0 && Bench.Connected)
        {
            Bench.Say(Bench.Gateway.Executions[random.Next(Bench.Gateway.Executions.Count)]);
        }
    }

    private void Correct()
    {
        if (Bench.Gateway.Executions.Count > 0)
        {
            var which = random.Next(Bench.Gateway.Executions.Count);
            var wrong = Bench.Gateway.Executions[which];
            var right = wrong with { ExecId = wrong.ExecId[..^2] + $"{int.Parse(wrong.ExecId[^2..], System.Globalization.CultureInfo.InvariantCulture) + 1:00}", Price = wrong.Price + 1 };
            Bench.Gateway.Executions[which] = right;
            if (Bench.Connected)
            {
                Bench.Say(right);
            }
        }
    }

    // A gateway that restarts may not know an order any more that worked.
    private void Forget()
    {
        var live = Bench.Gateway.Orders.Values.Where(order => order.Live).ToList();
        if (live.Count > 0)
        {
            Bench.Gateway.Forget(live[random.Next(live.Count)].Placed.Order.OrderRef);
        }

        Bench.Drop();
    }

    private static GatewayMessage Unreadable(GatewayMessage message) => message switch
    {
        OrderStatus => new UnreadMessage(3, Garbled),
        OpenOrder => new UnreadMessage(5, Garbled),
        ExecutionDetails => new UnreadMessage(11, Garbled),
        PositionReport => new UnreadMessage(61, Garbled),
        CompletedOrder => new UnreadMessage(101, Garbled),
        _ => message,
    };

    private void Unanswered()
    {
        Type[] questions = [typeof(RequestOpenOrders), typeof(RequestExecutions), typeof(RequestCompletedOrders), typeof(RequestPositions), typeof(RequestCurrentTime)];
        var question = questions[random.Next(questions.Length)];
        if (!Bench.Gateway.Unanswered.Remove(question))
        {
            Bench.Gateway.Unanswered.Add(question);
        }
    }

    private void Fault()
    {
        switch (random.Next(7))
        {
            case 6:
                Bench.SocketDead = true;
                break;
            case 0:
                Bench.Gateway.LosePlacements = random.Next(1, 4);
                break;
            case 1:
                Bench.Gateway.Frozen = !Bench.Gateway.Frozen;
                break;
            case 2:
                Bench.Gateway.IgnoreCancels = !Bench.Gateway.IgnoreCancels;
                break;
            case 3:
                Bench.GatewayThere = !Bench.GatewayThere;
                break;
            case 4:
                Bench.Gateway.NextValidId = 1;
                break;
            default:
                Bench.Prompt = !Bench.Prompt;
                Bench.Hear();
                break;
        }
    }

    // The process dies in the middle of carrying out what some input caused.
    private void Crash()
    {
        Bench.Crash(Last(), afterEffects: random.Next(8));
        Bench.Do(new MqttConnected());
    }

    private Input Last()
    {
        if (Bench.Connected && Bench.Gateway.Said.TryDequeue(out var message))
        {
            return new GatewaySaid(message);
        }

        var live = Bench.Gateway.Orders.Values.FirstOrDefault(order => order.Live);
        if (Bench.Connected && live is not null && random.Next(3) == 0)
        {
            return new GatewaySaid(Bench.Gateway.Fill(live, 1));
        }

        Command command = random.Next(3) switch
        {
            0 => Bench.Cancel(AnyOrder()),
            1 => Bench.Modify(AnyOrder(), quantity: random.Next(1, 300)),
            _ => NewOrder(),
        };
        sent.Add(command);
        return Bench.Received(command);
    }
}
