import { Fragment } from "react";

import { Glyph } from "@/components/Glyph";
import { Empty } from "@/components/Empty";
import { Panel } from "@/components/Panel";
import table from "@/components/Table.module.css";
import { decimal, percent, signedMoney, signedPercent } from "@/components/format/number";
import type { Order, Position } from "@/contract/generated";
import { selectAgent } from "@/live/selection";
import { usePriceAge } from "@/live/selectors";
import { useLive } from "@/live/store";

import { Holder, useNamed } from "./Holder";
import styles from "./PositionsPanel.module.css";

const CANCELLED_SHOWN = 3;

/** What is held, and what works at the broker for it. */
export function PositionsPanel() {
  const positions = useLive((state) => state.positions);
  const working = useLive((state) => state.working);
  const cancelled = useCancelledByKill();
  const named = useNamed();
  const { ageMs, staleAfterMs } = usePriceAge(positions?.as_of_ns);
  const unrealised = positions?.unrealised ?? 0;
  const rows = positions?.items ?? [];
  return (
    <Panel
      label="Positions"
      scrolls
      className={styles.panel}
      bodyClassName={styles.body}
      title="Positions"
      aside={rows.length > 0 && <span className={unrealised < 0 ? table.loss : unrealised > 0 ? table.gain : ""}>{signedMoney(unrealised)}</span>}
      ageMs={ageMs}
      staleAfterMs={staleAfterMs}
    >
      {rows.length + working.length + cancelled.length === 0 ? (
        <Empty>No position is open and no order is working.</Empty>
      ) : (
        <table className={`${table.table} ${styles.cards}`} data-named={named}>
          <thead>
            <tr>
              <th scope="col">Symbol</th>
              <th scope="col">Side</th>
              {["Shares", "Entry", "Last", "Unrealised"].map((name) => (
                <th key={name} scope="col" className={table.num}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((position) => (
              <PositionRow key={`${position.agent_id}:${position.symbol}`} position={position} exit={exitWords(position, working)} />
            ))}
            <OrderHeading working={working} cancelled={cancelled.length} />
            {[...working, ...cancelled].map((order) => (
              <Fragment key={order.client_order_id}>
                <OrderRow order={order} />
                {waits(order) && (
                  <tr className={styles.waits}>
                    <td colSpan={6}>{order.reason}</td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

/** After a kill the entries it cancelled stay visible, greyed. */
function useCancelledByKill(): readonly Order[] {
  const killed = useLive((state) => state.status?.killed ?? false);
  const since = useLive((state) => state.status?.kill.since_ns ?? 0);
  const ended = useLive((state) => state.ended);
  if (!killed) return [];
  return ended.filter((order) => order.state === "cancelled" && order.as_of_ns >= since && order.purpose !== "protect").slice(-CANCELLED_SHOWN);
}

/** What orders of its agent, other than its protection, are about to do to it. */
export function exitWords(position: Position, working: readonly Order[]): "" | "reducing" | "closing" {
  const exits = working.filter(
    (order) => order.agent_id === position.agent_id && order.symbol === position.symbol && order.purpose !== "entry" && order.purpose !== "protect",
  );
  const shares = exits.reduce((sum, order) => sum + order.quantity - order.filled, 0);
  if (shares === 0) return "";
  return shares >= Math.abs(position.shares) ? "closing" : "reducing";
}

function PositionRow({ position, exit }: { position: Position; exit: string }) {
  const long = position.side === "long";
  const change = position.unrealised ?? 0;
  return (
    <tr className={`${table.pressable} ${styles.position}`} onClick={() => selectAgent(position.agent_id)}>
      <td>
        <button type="button" className={table.rowButton} title={`Show ${position.agent_id}`}>
          <Holder symbol={position.symbol} agentId={position.agent_id} />
        </button>
      </td>
      <td>
        <span className={table.with}>
          <Glyph shape={long ? "up" : "down"} tone={long ? "buy" : "sell"} hollow={position.simulated} size={8} />
          {position.side} {percent(Math.abs(position.weight ?? 0))}
          {exit !== "" && (
            <span className={styles.closing} title="An order works at the broker; it has taken the stop's place for its shares">
              {exit}
            </span>
          )}
          {exit === "" && !position.protected && (
            <span className={styles.bare} title="No stop works at the broker for this position">
              no stop
            </span>
          )}
        </span>
      </td>
      <td className={table.num}>{decimal(Math.abs(position.shares), 0)}</td>
      <td className={table.num}>{decimal(position.avg_cost)}</td>
      <td className={table.num}>{decimal(position.last)}</td>
      <td className={`${table.num} ${change < 0 ? table.loss : table.gain}`}>{signedMoney(position.unrealised)}</td>
    </tr>
  );
}

function OrderHeading({ working, cancelled }: { working: readonly Order[]; cancelled: number }) {
  const atBroker = working.filter((order) => order.at_broker).length;
  return (
    <tr className={styles.heading}>
      <th scope="rowgroup" colSpan={3}>
        {cancelled > 0 ? `Entries cancelled ${cancelled}, stops kept` : `Working orders ${working.length}`}
      </th>
      <th colSpan={3} className={table.num}>
        at the broker: {atBroker}
      </th>
    </tr>
  );
}

const KIND: Record<Order["kind"], string> = { market: "market", stop_loss: "stop", take_profit: "limit" };

/** How far the price must go until a resting order fills; a market order waits for no price. An order itself is only sent when it changes. */
export function distanceOf(order: Order, last: number | null): number | null {
  const rests = order.kind !== "market" && order.state !== "cancelled";
  return rests && last ? order.price / last - 1 : null;
}

/** It has passed risk and stays with us until something comes; what, stands under it. */
function waits(order: Order): boolean {
  return order.state === "approved" && order.reason !== "";
}

function OrderRow({ order }: { order: Order }) {
  const last = useLive((state) => state.agents.find((agent) => agent.id === order.agent_id)?.last ?? null);
  const dead = order.state === "cancelled";
  return (
    <tr className={`${styles.order} ${dead ? styles.dead : ""}`}>
      <td>
        <Holder symbol={order.symbol} agentId={order.agent_id} />
      </td>
      <td>
        <span className={table.with}>
          <Glyph shape={order.side === "buy" ? "up" : "down"} tone={order.side} hollow={dead || order.simulated} size={8} />
          {order.side} {KIND[order.kind]}
        </span>
      </td>
      <td className={table.num}>{decimal(order.quantity - order.filled, 0)}</td>
      <td className={table.num}>{decimal(order.price)}</td>
      <td className={`${table.num} ${table.soft}`}>{signedPercent(distanceOf(order, last), 1)}</td>
      <td className={table.num}>{waits(order) ? "waits" : order.state.replaceAll("_", " ")}</td>
    </tr>
  );
}
