import type { Full, KillProgress, Status } from "@/contract/generated";

export function aKill(change: Partial<KillProgress> = {}): KillProgress {
  return {
    stage: "off",
    reason: "",
    origin: "",
    since_ns: 0,
    market_ns: 0,
    entries_total: 0,
    entries_cancelled: 0,
    confirmed_ns: 0,
    open_positions: 2,
    protected: 2,
    unprotected: [],
    as_of_ns: 0,
    ...change,
  };
}

export function aStatus(change: Partial<Status> = {}): Status {
  const part = (name: string, detail: string, state: "ok" | "warn" | "busy" = "ok") => ({ name, state, detail, as_of_ns: 0 });
  return {
    mode: "paper",
    labels: [],
    halted: false,
    halt_reason: "",
    killed: false,
    kill: aKill(),
    halts: [],
    run: { run_id: "r-0413", feed: "ibkr", resumed: false, started_ns: 0, ended_reason: "" },
    feed: { source: "ibkr", state: "live", detail: "", synthetic: false, owes_prices: true, market_ns: 0, as_of_ns: 0 },
    components: [
      part("bridge", "4\u2009ms"),
      part("gateway", "11\u2009ms"),
      part("yahoo", "stale 48\u2009s", "warn"),
      part("watchdog", "beat 1\u2009s"),
      part("trainer", "trial 41 of 60", "busy"),
    ],
    account: {
      currency: "USD",
      equity: 103_944.83,
      cash: 54_428.84,
      exposure: 0.476,
      day_pnl: 1_222.72,
      day_pnl_fraction: 0.0119,
      drawdown: 0.013,
      as_of_ns: 0,
      market_ns: 0,
    },
    series: ["AAPL 5m", "TNA 5m", "VIX 1d"],
    unseen_alerts: 1,
    platform_version: "0.1.0",
    as_of_ns: 0,
    market_ns: 0,
    ...change,
  };
}

export function aFull(change: Partial<Full> = {}): Full {
  return {
    status: aStatus(),
    agents: [],
    positions: { items: [], unrealised: 0, as_of_ns: 0 },
    orders: { working: [], items: [], at_broker: 0, next_before: null, as_of_ns: 0 },
    trades: [],
    decisions: [],
    alerts: [],
    metrics: [],
    ...change,
  };
}
