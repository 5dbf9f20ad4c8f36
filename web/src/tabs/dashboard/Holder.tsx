import { useLive } from "@/live/store";

import styles from "./Holder.module.css";

/** A symbol; where several agents trade it, also whose it is. */
export function Holder({ symbol, agentId }: { symbol: string; agentId: string }) {
  const shared = useLive((state) => state.agents.filter((agent) => agent.symbol === symbol).length > 1);
  return (
    <>
      <b className={styles.symbol}>{symbol}</b>
      {shared && (
        <span className={styles.agent} title={agentId}>
          {agentId}
        </span>
      )}
    </>
  );
}
