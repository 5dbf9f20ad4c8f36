import type { Bars, DecisionRow, Equity, Full, LogLine, Order, Trade } from "@/contract/generated";

import { aDecision, anAgent, anOrder, aPosition, aTrade, someMetrics } from "./agents";
import { makeBars, seeded, sessionTimes, walk } from "./market";
import { aFull, aStatus } from "./status";

const LAST_DAY = Date.UTC(2022, 3, 13);
const AAPL = [167.1, 169.4, 169.5, 168.4, 169.1, 168.7, 168.0, 168.3, 167.2, 166.9, 167.1, 167.6, 168.3, 168.9, 169.8, 169.7, 170.7, 170.9, 170.8, 170.15];
const TNA = [55.2, 56.4, 56.9, 56.1, 56.6, 56.2, 55.9, 56.3, 57.0, 57.5, 57.9, 58.07];

export type Recording = { full: Full; bars: Record<string, Bars>; equity: Equity; logs: LogLine[] };

function decisionsOf(agent: string, bars: Bars, every: number, simulated: boolean): DecisionRow[] {
  const random = seeded(agent.length);
  let weight = 0.25;
  return bars.t.map((t, index) => {
    const rising = (bars.macd[index] ?? 0) > (bars.macd_signal[index] ?? 0);
    const wanted = index % every === every - 1 ? Math.max(0, Math.min(1, weight + (rising ? 0.25 : -0.25))) : weight;
    const action = wanted > weight ? "buy" : wanted < weight ? "sell" : "hold";
    const row = aDecision({
      seq: index + 1,
      decision_id: `${agent}-${index}`,
      agent_id: agent,
      symbol: bars.symbol,
      action,
      current_weight: weight,
      target_weight: wanted,
      confidence: 0.35 + random() * 0.4,
      close: bars.c[index] ?? 0,
      order: action === "hold" ? "none" : index % 37 === 14 ? "refused" : "filled",
      reward: index === bars.t.length - 1 ? null : (random() - 0.47) * 0.002,
      simulated: simulated || index % 5 === 0,
      bar_ns: t,
      market_ns: t,
    });
    weight = row.order === "refused" ? weight : wanted;
    return row;
  });
}

function tradesOf(rows: readonly DecisionRow[], from: number): Trade[] {
  return rows
    .filter((row) => row.order === "filled")
    .map((row, index) =>
      aTrade({
        seq: from + index,
        exec_id: `e-${row.decision_id}`,
        agent_id: row.agent_id,
        decision_id: row.decision_id,
        symbol: row.symbol,
        side: row.action === "buy" ? "buy" : "sell",
        quantity: 66 + ((index * 13) % 30),
        price: row.close,
        realised: row.action === "sell" ? 137.73 - ((index * 47) % 190) : null,
        confidence: row.confidence,
        simulated: row.simulated,
        bar_ns: row.bar_ns,
      }),
    );
}

function equityOf(times: readonly number[], asOfNs: number): Equity {
  const equity = walk(times, [100_000, 101_700, 103_600, 105_300, 104_800, 103_200, 104_100, 103_000, 103_944.83], 180, 3);
  let highest = 0;
  return {
    agent: "",
    currency: "USD",
    t: [...times],
    equity,
    drawdown: equity.map((value) => {
      highest = Math.max(highest, value);
      return 1 - value / highest;
    }),
    benchmark: walk(times, [100_000, 98_900, 103_000, 107_600, 106_600, 104_900, 103_400, 105_000, 103_200], 260, 9),
    benchmark_name: "vol-target",
    weight: times.map(() => null),
    confidence: times.map(() => null),
    synthetic: false,
    as_of_ns: asOfNs,
    market_ns: times.at(-1) ?? 0,
  };
}

function logsOf(nowNs: number): LogLine[] {
  const said: [LogLine["level"], string, string, string][] = [
    ["info", "watchdog", "heartbeat", "core, bridge, 3 agents: all within 2 s"],
    ["info", "market", "BarClosed", "AAPL 5m 13:40 O 170.33 H 170.35 L 170.07 C 170.08"],
    ["info", "ppo_stock", "DecisionMade", "sell, target 0.75 to 0.50, confidence 0.50"],
    ["info", "risk", "OrderApproved", "sell 89 AAPL, 7 rules passed"],
    ["info", "execution", "order submitted", "sell 89 AAPL market"],
    ["info", "execution", "OrderFilled", "89 @ 170.07, slippage +0.6 bp"],
    ["warning", "feed", "Yahoo SPY 5m", "no update for 30 s, retry 1 of 5 in 10 s"],
    ["info", "system", "state saved", "41 kB, 3 ms"],
    ["error", "alerts", "self-test failed", "401 token expired"],
  ];
  return Array.from({ length: 600 }, (_, index) => {
    const [level, component, event, text] = said[index % said.length] ?? ["info", "system", "", ""];
    const trace = index % said.length > 0 && index % said.length < 6 ? `c-${(0x7f00 + Math.floor(index / said.length)).toString(16)}` : "";
    return { seq: index + 1, ts_ns: nowNs - (600 - index) * 1.7e9, level, component, event, text, agent_id: component === "ppo_stock" ? "ppo_stock" : "", correlation_id: trace };
  });
}

/** A paper session at 14:02:48 New York on Wed 13 Apr 2022, told the way the platform would tell it. All of it is invented. */
export function record(nowNs: number): Recording {
  const times = sessionTimes("5m", LAST_DAY, 2, 55);
  const aapl = makeBars("AAPL", "5m", times, walk(times, AAPL, 0.3, 11), nowNs, false);
  const tna = makeBars("TNA", "5m", times, walk(times, TNA, 0.13, 23), nowNs, false);
  const days = sessionTimes("1d", LAST_DAY, 23 * 8, 0).slice(-23).flatMap((day) => [0, 1, 2, 3, 4, 5, 6, 7].map((part) => day + part * 3_600e9 + 13.5 * 3_600e9));
  const rows = [decisionsOf("ppo_stock", aapl, 6, false), decisionsOf("sac_etf", tna, 9, false), decisionsOf("ppo_stock_b", aapl, 7, true)];
  const aged = rows.flat().map((row, seq) => ({ ...row, seq: seq + 1, as_of_ns: nowNs - (aapl.market_ns - row.bar_ns) - 3e9 }));
  const trades: Trade[] = tradesOf(aged.filter((row) => row.agent_id !== "ppo_stock_b"), 1)
    .toSorted((a, b) => a.bar_ns - b.bar_ns)
    .map((trade, index) => ({ ...trade, seq: index + 1, as_of_ns: nowNs - (aapl.market_ns - trade.bar_ns) - 3e9 }));
  const spark = (seed: number): number[] => walk(Array.from({ length: 60 }, (_, i) => i), [1, 1.6, 1.4, 2.6, 3.2, 3.9, 3.6], 0.35, seed);
  const rewards = (seed: number): number[] => spark(seed).map((value, index, all) => value - (all[index - 1] ?? value));
  const common = { as_of_ns: nowNs, market_ns: aapl.market_ns };
  const orders: Order[] = [
    anOrder({ ...common }),
    anOrder({ ...common, seq: 2, client_order_id: "o-2:stop", agent_id: "sac_etf", symbol: "TNA", quantity: 337, price: 55.7, distance_fraction: -0.041 }),
    anOrder({ ...common, seq: 3, client_order_id: "o-3", agent_id: "sac_etf", symbol: "TNA", side: "buy", quantity: 34, price: 57.6, distance_fraction: -0.008, purpose: "entry", kind: "take_profit" }),
  ];
  const status = aStatus({ ...common });
  const full = aFull({
    status: { ...status, account: { ...status.account, ...common }, feed: { ...status.feed, ...common }, components: status.components.map((each) => ({ ...each, as_of_ns: nowNs })) },
    agents: [
      anAgent({ ...common, equities: spark(2), rewards: rewards(2), last: aapl.c.at(-1) ?? 0 }),
      anAgent({ ...common, id: "sac_etf", algorithm: "sac", symbol: "TNA", underlying: "IWM", version: "v4", weight: 0.49, confidence: 0.43, day_pnl: 663.15, shares: 337, last: 58.07, equities: spark(4), rewards: rewards(4) }),
      anAgent({ ...common, id: "ppo_stock_b", version: "v8", weight: 0.75, confidence: 0.41, day_pnl: 361.56, simulated: true, equities: spark(6), rewards: rewards(6) }),
    ],
    positions: {
      items: [
        aPosition({ ...common }),
        aPosition({ ...common, agent_id: "sac_etf", symbol: "TNA", shares: 337, weight: 0.49, avg_cost: 56.62, last: 58.07, unrealised: 490.1, stop_loss_price: 55.7 }),
      ],
      unrealised: 777.92,
      as_of_ns: nowNs,
    },
    orders: { working: orders, items: orders, at_broker: 3, next_before: null, as_of_ns: nowNs },
    trades,
    decisions: aged.slice(-60),
    alerts: [{ seq: 1, severity: "warning", code: "feed_stale", text: "Yahoo has not answered for 48 s; IBKR prices go on.", as_of_ns: nowNs - 48e9, market_ns: aapl.market_ns }],
    metrics: ["", "ppo_stock", "sac_etf", "ppo_stock_b"].map((agent, index) => someMetrics({ ...common, agent, rewards: rewards(20 + index) })),
  });
  return { full: { ...full, decisions: aged }, bars: { "AAPL:5m": aapl, "TNA:5m": tna }, equity: equityOf(days, nowNs), logs: logsOf(nowNs) };
}
