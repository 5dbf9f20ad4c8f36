import { Empty } from "@/components/Empty";
import { Glyph } from "@/components/Glyph";
import { Panel } from "@/components/Panel";
import table from "@/components/Table.module.css";
import { decimal, signedMoney } from "@/components/format/number";
import { day, dayShort, hourMinute, type Zone } from "@/components/format/time";
import type { Agent, Mode, Trade } from "@/contract/generated";
import { usePreferences } from "@/live/preferences";
import { jumpTo, pinDecision, selectAgent } from "@/live/selection";
import { useAge } from "@/live/selectors";
import { useLive } from "@/live/store";

import { Holder, useNamed } from "./Holder";
import styles from "./TradesPanel.module.css";

const SHOWN = 60;
const DAY_NS = 86_400e9;

const sessionOf = (trade: Trade): number => Math.floor(trade.bar_ns / DAY_NS);

const KIND: Partial<Record<Trade["kind"], string>> = { stop_loss: "stop", take_profit: "profit" };

/** Trades of the newest session among them, and what they realised. */
export function sessionTotals(trades: readonly Trade[]): { count: number; realised: number } {
  const newest = trades.at(-1);
  if (!newest) return { count: 0, realised: 0 };
  const same = trades.filter((trade) => sessionOf(trade) === sessionOf(newest));
  return { count: same.length, realised: same.reduce((sum, trade) => sum + (trade.realised ?? 0), 0) };
}

/** When an order fills: a replay has the next open; a broker takes an intraday order at once, a daily one at the next open. */
export function whenFilled(mode: Mode | undefined, agents: readonly Pick<Agent, "interval">[]): string {
  const daily = agents.filter((agent) => agent.interval === "1d").length;
  const atBroker = mode === "paper" || mode === "live";
  if (!atBroker || daily === agents.length) return "Orders fill at the open after their decision.";
  return daily === 0 ? "Orders go to the broker as they are decided." : "Orders go to the broker as they are decided, those of daily agents at the next open.";
}

/** The last fills; those of the decision that is being explained stand out. A click shows the moment on the chart and the reason beside it. */
export function TradesPanel({ chosen }: { chosen: string | null }) {
  const trades = useLive((state) => state.trades);
  const newest = trades.at(-1);
  const zone = usePreferences((state) => state.zone);
  const { ageMs } = useAge(newest?.as_of_ns);
  const { count, realised } = sessionTotals(trades);
  const daily = newest !== undefined && newest.bar_ns % DAY_NS === 0;
  return (
    <Panel
      label="Recent trades"
      className={styles.panel}
      bodyClassName={styles.body}
      title="Recent trades"
      aside={
        newest && (
          <span>
            {count} on {day(newest.bar_ns / 1e6, daily ? "UTC" : zone)} · realised <Amount value={realised} />
          </span>
        )
      }
      ageMs={newest ? ageMs : undefined}
      staleAfterMs={Number.POSITIVE_INFINITY}
    >
      {newest ? <TradeTable trades={trades.slice(-SHOWN).toReversed()} chosen={chosen} /> : <NoTrade />}
    </Panel>
  );
}

function NoTrade() {
  const mode = useLive((state) => state.status?.mode);
  const agents = useLive((state) => state.agents);
  return <Empty>No trade yet. {whenFilled(mode, agents)}</Empty>;
}

function Amount({ value }: { value: number }) {
  return <span className={value < 0 ? table.loss : value > 0 ? table.gain : ""}>{signedMoney(value)}</span>;
}

function TradeTable({ trades, chosen }: { trades: readonly Trade[]; chosen: string | null }) {
  const zone = usePreferences((state) => state.zone);
  const named = useNamed();
  const session = trades[0] ? sessionOf(trades[0]) : 0;
  return (
    <table className={`${table.table} ${styles.cards}`} data-named={named}>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Symbol</th>
          <th scope="col">Side</th>
          {["Shares", "Price", "Conf", "Realised"].map((name) => (
            <th key={name} scope="col" className={table.num}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {trades.map((trade) => (
          <TradeRow key={trade.exec_id} trade={trade} session={session} zone={zone} selected={trade.decision_id !== "" && trade.decision_id === chosen} />
        ))}
      </tbody>
    </table>
  );
}

function show(trade: Trade): void {
  selectAgent(trade.agent_id);
  if (trade.decision_id !== "") pinDecision(trade.decision_id);
  jumpTo(trade.bar_ns);
}

/** Daily: the session. Intraday: the minute, with its day where that is not the newest trade's. */
export function tradeTime(trade: Trade, newestSession: number, zone: Zone): string {
  const ms = trade.bar_ns / 1e6;
  if (trade.bar_ns % DAY_NS === 0) return dayShort(ms, "UTC");
  return sessionOf(trade) === newestSession ? hourMinute(ms, zone) : `${day(ms, zone)} ${hourMinute(ms, zone)}`;
}

function TradeRow({ trade, session, zone, selected }: { trade: Trade; session: number; zone: Zone; selected: boolean }) {
  return (
    <tr className={`${table.pressable} ${selected ? table.selected : ""}`} onClick={() => show(trade)}>
      <td className={table.soft}>
        <button type="button" className={table.rowButton} title={`Show this ${trade.side} of ${trade.symbol} on the chart`}>
          {tradeTime(trade, session, zone)}
        </button>
      </td>
      <td>
        <Holder symbol={trade.symbol} agentId={trade.agent_id} />
      </td>
      <td>
        <span className={table.with}>
          <Glyph shape={trade.side === "buy" ? "up" : "down"} tone={trade.side} hollow={trade.simulated} size={8} />
          {KIND[trade.kind] ?? trade.side}
        </span>
      </td>
      <td className={table.num}>{decimal(trade.quantity, 0)}</td>
      <td className={table.num}>{decimal(trade.price)}</td>
      <td className={table.num}>{decimal(trade.confidence)}</td>
      <td className={table.num}>{trade.realised === null ? <span className={table.soft}>opens</span> : <Amount value={trade.realised} />}</td>
    </tr>
  );
}
