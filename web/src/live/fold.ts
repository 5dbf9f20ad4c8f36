import type { EventPayload, Explanation, Full, Order, StatePayload } from "@/contract/generated";

import { assertNever } from "./assertNever";
import type { LiveData } from "./data";

/** How much of each history the page keeps; older pages come over REST. */
export const KEEP = { trades: 500, decisions: 4_000, ended: 100, alerts: 200, audit: 200, logs: 5_000, explanations: 64, equity: 2_000 };

const WORKING = new Set<Order["state"]>(["approved", "working", "partly_filled"]);

/** Replaces the item of the same key, else appends; the newest stand last. Searches from the end, where changes happen. */
export function upsert<Item>(list: readonly Item[], item: Item, key: (item: Item) => string | number, keep: number): readonly Item[] {
  const wanted = key(item);
  const at = list.findLastIndex((each) => key(each) === wanted);
  if (at >= 0) return list.with(at, item);
  const longer = [...list, item];
  return longer.length > keep ? longer.slice(longer.length - keep) : longer;
}

function withOrder(data: LiveData, order: Order): LiveData {
  const others = data.working.filter((each) => each.client_order_id !== order.client_order_id);
  if (WORKING.has(order.state)) return { ...data, working: upsert(data.working, order, orderKey, 500), ordersAsOfNs: order.as_of_ns };
  return { ...data, working: others, ended: upsert(data.ended, order, orderKey, KEEP.ended), ordersAsOfNs: order.as_of_ns };
}

function orderKey(order: Order): string {
  return order.client_order_id;
}

function withExplanation(known: LiveData["explanations"], id: string, explanation: Explanation): LiveData["explanations"] {
  const next = new Map(known).set(id, explanation);
  if (next.size > KEEP.explanations) {
    const oldest = next.keys().next();
    if (!oldest.done) next.delete(oldest.value);
  }
  return next;
}

/** One update into what is known. Total: a new kind of update does not compile until it is folded here. */
export function fold(data: LiveData, update: StatePayload | EventPayload): LiveData {
  switch (update.kind) {
    case "status":
      return { ...data, status: update.status };
    case "agent":
      return { ...data, agents: upsert(data.agents, update.agent, (agent) => agent.id, 1_000) };
    case "positions":
      return { ...data, positions: update.positions };
    case "bars":
      return data; // goes to its series directly
    case "equity":
      return { ...data, equity: { ...data.equity, [update.agent]: upsert(data.equity[update.agent] ?? [], update, (point) => point.t, KEEP.equity) } };
    case "metrics":
      return { ...data, metrics: { ...data.metrics, [update.metrics.agent]: update.metrics } };
    case "log":
      return { ...data, logs: [...data.logs, ...update.lines].slice(-KEEP.logs), logsSkipped: data.logsSkipped + update.skipped };
    case "order":
      return withOrder(data, update.order);
    case "trade":
      return { ...data, trades: upsert(data.trades, update.trade, (trade) => trade.exec_id, KEEP.trades) };
    case "decision":
      return { ...data, decisions: upsert(data.decisions, update.decision, (row) => row.decision_id, KEEP.decisions) };
    case "explanation":
      return { ...data, explanations: withExplanation(data.explanations, update.decision_id, update.explanation) };
    case "alert":
      return { ...data, alerts: upsert(data.alerts, update.alert, (alert) => alert.seq, KEEP.alerts) };
    case "audit":
      return { ...data, audit: upsert(data.audit, update.entry, (entry) => entry.seq, KEEP.audit) };
    default:
      return assertNever(update);
  }
}

function rising<Item extends { seq: number }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => a.seq - b.seq);
}

/** A snapshot replaces what was known; logs and explanations are not part of it and stay. */
export function foldSnap(data: LiveData, full: Full): LiveData {
  return {
    ...data,
    status: full.status,
    agents: full.agents,
    positions: full.positions,
    working: rising(full.orders.working),
    ended: rising(full.orders.items.filter((order) => !WORKING.has(order.state))),
    ordersAsOfNs: full.orders.as_of_ns,
    trades: rising(full.trades),
    decisions: rising(full.decisions),
    alerts: rising(full.alerts),
    metrics: Object.fromEntries(full.metrics.map((metrics) => [metrics.agent, metrics])),
  };
}
