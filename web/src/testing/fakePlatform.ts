import type {
  DecisionRow,
  Delta,
  Endpoints,
  Full,
  KillProgress,
  ResumeOffer,
  ServerMessage,
  StateDelta,
  StatePayload,
  Status,
} from "@/contract/generated";

import { aDetail } from "./agents";
import { record, type Recording } from "./recording";
import { aKill } from "./status";

type Answer = { status: number; body: unknown };
const FEED = "recorded-1";

/** Plays the recorded session over the platform's own contract: REST by `answer`, the feed by `hello` and `tick`. */
export class FakePlatform {
  private readonly recording: Recording;
  private kill: KillProgress;
  private q = { state: 0, events: 0 };
  private killedAtMs = 0;
  private nonce = 0;

  constructor(
    private readonly nowMs: () => number,
    readonly token = "letmein",
  ) {
    this.recording = record(this.nowNs());
    this.kill = aKill({ as_of_ns: this.nowNs() });
  }

  hello(): ServerMessage {
    return { type: "snap", q: { ...this.q }, session: FEED, ts: this.nowNs(), d: this.full() };
  }

  beat(): ServerMessage {
    return { type: "hb", q: { ...this.q }, ts: this.nowNs(), src: [{ name: "ibkr", age_s: 0.4 }] };
  }

  /** What changes a few times a second: prices' ages, the kill's progress. */
  tick(): Delta {
    const now = this.nowNs();
    this.advanceKill();
    const { positions } = this.full();
    const bars = this.recording.bars["AAPL:5m"];
    const last = bars ? { ...bars, ...lastOf(bars), as_of_ns: now } : null;
    const changed: [string, StatePayload][] = [
      ["status", { kind: "status", status: this.status() }],
      ["positions", { kind: "positions", positions: { ...positions, as_of_ns: now } }],
      ["metrics", { kind: "metrics", metrics: { ...this.metrics(), as_of_ns: now } }],
      ...this.agents().map((agent): [string, StatePayload] => ["agents", { kind: "agent", agent }]),
      ...(last ? [["bars:AAPL:5m", { kind: "bars", bars: last, gap: false }] satisfies [string, StatePayload]] : []),
    ];
    const state = changed.map(([ch, d]): StateDelta => {
      const pq = this.q.state;
      this.q.state += 1;
      return { ch, q: this.q.state, pq, ts: now, n: 1, d };
    });
    return { type: "d", state, events: [] };
  }

  answer(method: string, path: string, query: URLSearchParams, body: unknown): Answer {
    const ok = <Key extends keyof Endpoints>(_key: Key, answer: Endpoints[Key]["answer"]): Answer => ({ status: 200, body: answer });
    const now = this.nowNs();
    const { full } = { full: this.full() };
    const paged = { next_before: null, as_of_ns: now };
    const decision = /^\/api\/decisions\/(.+)$/.exec(path)?.[1];
    const command = /^\/api\/agents\/([^/]+)\/(pause|resume)$/.exec(path);
    if (decision !== undefined) {
      const row = full.decisions.find((each) => each.decision_id === decodeURIComponent(decision));
      return row ? ok("GET /api/decisions/{id}", this.detail(row)) : refused(404, "not_found", "No such decision.");
    }
    if (command) {
      const agent = this.recording.full.agents.find((each) => each.id === command[1]);
      if (!agent) return refused(404, "not_found", "No such agent.");
      agent.state = command[2] === "pause" ? "paused" : "trading";
      return ok("POST /api/agents/{id}/pause", { id: agent.id, accepted: true, state: agent.state, as_of_ns: now });
    }
    if (path.startsWith("/api/models/")) return ok("GET /api/models/{agent}", { agent_id: path.split("/").at(-1) ?? "", items: [], reason: "", as_of_ns: now });
    if (path.endsWith("/settings/schema")) return ok("GET /api/agents/{id}/settings/schema", { agent_id: "ppo_stock", json_schema: {}, applies: { "limits.stop_loss": "now", "training.steps": "next_episode" }, as_of_ns: now });
    if (path.endsWith("/settings"))
      return ok("GET /api/agents/{id}/settings", {
        agent_id: "ppo_stock",
        version: 12,
        values: { algorithm: "ppo", symbol: "AAPL", interval: "5m", budget: 50_000, limits: { max_weight: 1, stop_loss: 0.12 }, training: { steps: 200_000 } },
        editable: false,
        reason: "Settings are read-only here for now.",
        as_of_ns: now,
      });
    switch (`${method} ${path}`) {
      case "POST /api/session": {
        const token = (body as { token?: string } | null)?.token;
        if (token !== this.token) return refused(401, "unauthorised", "This start token is not the one that `rlbot up` printed.");
        return ok("POST /api/session", { session: "recorded", role: "operator", idle_s: 43_200, as_of_ns: now });
      }
      case "GET /api/status":
        this.advanceKill();
        return ok("GET /api/status", this.status());
      case "GET /api/bars": {
        const bars = this.recording.bars[`${query.get("symbol")}:${query.get("interval")}`];
        return bars ? ok("GET /api/bars", { ...bars, as_of_ns: now }) : refused(404, "not_found", "There are no such bars.");
      }
      case "GET /api/decisions": {
        const items = full.decisions.filter((row) => row.agent_id === query.get("agent")).toReversed();
        return ok("GET /api/decisions", { items, total: items.length, ...paged });
      }
      case "GET /api/equity":
        return ok("GET /api/equity", this.recording.equity);
      case "GET /api/logs": {
        const trace = query.get("correlation_id");
        const items = this.recording.logs.filter((line) => trace === null || line.correlation_id === trace).toReversed();
        return ok("GET /api/logs", { items, counts: { info: 1846, warning: 14, error: 1 }, reason: "", ...paged });
      }
      case "GET /api/audit":
        return ok("GET /api/audit", { items: [], verified: true, ...paged });
      case "GET /api/datasets":
        return ok("GET /api/datasets", { items: [], reason: "", as_of_ns: now });
      case "GET /api/streams":
        return ok("GET /api/streams", { items: [], reason: "", as_of_ns: now });
      case "GET /api/presets":
        return ok("GET /api/presets", { items: [], reason: "", as_of_ns: now });
      case "GET /api/training":
        return ok("GET /api/training", { items: [], reason: "", as_of_ns: now });
      case "POST /api/kill":
        return ok("POST /api/kill", { accepted: true, already: this.startKill(), progress: this.kill, as_of_ns: now });
      case "POST /api/flatten":
        return ok("POST /api/flatten", { accepted: true, positions: 2, as_of_ns: now });
      case "GET /api/resume":
        return ok("GET /api/resume", this.offer());
      case "POST /api/resume":
        return this.resume(body as { nonce: string; words: string });
      default:
        return refused(404, "not_found", `${method} ${path} is not part of the recording.`);
    }
  }

  private nowNs(): number {
    return this.nowMs() * 1e6;
  }

  private agents(): Full["agents"] {
    const paused = this.kill.stage !== "off";
    return this.recording.full.agents.map((agent) => ({ ...agent, state: paused ? "paused_by_kill" : agent.state, as_of_ns: this.nowNs() }));
  }

  private status(): Status {
    const { status } = this.recording.full;
    const now = this.nowNs();
    const killed = this.kill.stage !== "off";
    return {
      ...status,
      killed,
      halted: killed,
      halt_reason: killed ? "kill switch" : "",
      kill: { ...this.kill, as_of_ns: now },
      account: { ...status.account, as_of_ns: now },
      components: status.components.map((each) => ({ ...each, as_of_ns: now })),
      as_of_ns: now,
    };
  }

  private metrics(): Full["metrics"][number] {
    const [first] = this.recording.full.metrics;
    if (!first) throw new Error("the recording has no metrics");
    return first;
  }

  private full(): Full {
    const { full } = this.recording;
    return { ...full, status: this.status(), agents: this.agents(), positions: { ...full.positions, as_of_ns: this.nowNs() } };
  }

  private detail(row: DecisionRow): Endpoints["GET /api/decisions/{id}"]["answer"] {
    return aDetail(row);
  }

  private startKill(): boolean {
    const already = this.kill.stage !== "off";
    if (already) return true;
    this.killedAtMs = this.nowMs();
    const now = this.nowNs();
    this.kill = aKill({ stage: "orders_blocked", reason: "operator, KILL on Dashboard", origin: "dashboard", since_ns: now, market_ns: this.recording.full.status.market_ns, entries_total: 1, as_of_ns: now });
    return false;
  }

  private advanceKill(): void {
    if (this.kill.stage === "off" || this.kill.stage === "halted") return;
    const since = this.nowMs() - this.killedAtMs;
    const done = since > 1_400;
    this.kill = { ...this.kill, stage: done ? "halted" : since > 600 ? "cancelling" : "orders_blocked", entries_cancelled: done ? 1 : 0, confirmed_ns: done ? this.nowNs() : 0, as_of_ns: this.nowNs() };
  }

  private offer(): ResumeOffer {
    const check = (name: string, detail: string, state: "ok" | "warn" = "ok") => ({ name, state, detail });
    this.nonce += 1;
    return {
      nonce: `n-${this.nonce}`,
      words: "RESUME PAPER",
      expires_ns: this.nowNs() + 60e9,
      checks: [
        check("reason", "operator, KILL on Dashboard"),
        check("bridge", "connected, round trip 4\u2009ms"),
        check("price data", "AAPL 0.4\u2009s, TNA 0.6\u2009s"),
        check("reconciliation", "2 of 2 positions, 2 of 2 orders"),
        check("stops", "AAPL 176, TNA 337 protected"),
        check("yahoo feed", "stale 101\u2009s, not traded on", "warn"),
        check("configuration", "unchanged, hash 7be1·c40d"),
      ],
      allowed: true,
      reason: "",
      needs_token: false,
      as_of_ns: this.nowNs(),
    };
  }

  private resume(body: { nonce: string; words: string }): Answer {
    if (body.nonce !== `n-${this.nonce}`) return refused(409, "conflict", "This resume code was used or is older than 60 s; ask for a new one.");
    if (body.words !== "RESUME PAPER") return refused(422, "invalid", "Type RESUME PAPER to resume.");
    this.kill = aKill({ as_of_ns: this.nowNs() });
    return { status: 200, body: { accepted: true, agents_paused: true, as_of_ns: this.nowNs() } };
  }
}

function lastOf(bars: Recording["bars"][string]) {
  const at = bars.t.length - 1;
  const cut = <Item>(column: readonly Item[]): Item[] => column.slice(at);
  return {
    t: cut(bars.t),
    o: cut(bars.o),
    h: cut(bars.h),
    l: cut(bars.l),
    c: cut(bars.c),
    v: cut(bars.v),
    ema_10: cut(bars.ema_10),
    ema_50: cut(bars.ema_50),
    rsi: cut(bars.rsi),
    macd: cut(bars.macd),
    macd_signal: cut(bars.macd_signal),
    vix: cut(bars.vix),
    in_sample: cut(bars.in_sample),
  };
}

function refused(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message, fields: {} } } };
}
