import type { Agent } from "@/contract/generated";
import { useLive } from "@/live/store";

import styles from "./Holder.module.css";

function isShared(agents: readonly Agent[], symbol: string): boolean {
  return agents.filter((agent) => agent.symbol === symbol).length > 1;
}

/** Whether agents must be named beside symbols: then a table has less room for the rest. */
export function useNamed(): boolean {
  return useLive((state) => state.agents.some((agent) => isShared(state.agents, agent.symbol)));
}

/** A symbol; where several agents trade it, also whose it is. */
export function Holder({ symbol, agentId }: { symbol: string; agentId: string }) {
  const shared = useLive((state) => isShared(state.agents, symbol));
  return (
    <span className={styles.holder}>
      <b className={styles.symbol}>{symbol}</b>
      {shared && (
        <span className={styles.agent} title={agentId}>
          {agentId}
        </span>
      )}
    </span>
  );
}
