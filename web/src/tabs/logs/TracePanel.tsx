import { useQuery } from "@tanstack/react-query";

import { getLogs } from "@/api/logs";
import { Button } from "@/components/Button";
import { Empty, Failed } from "@/components/Empty";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import { unit } from "@/components/format/number";

import styles from "./TracePanel.module.css";

/** Everything that one bar caused, from the bar to its fill. */
export function TracePanel({ trace, onClose }: { trace: string; onClose: () => void }) {
  const logs = useQuery({ queryKey: ["trace", trace], queryFn: () => getLogs({ level: "debug", correlation_id: trace }), refetchInterval: 4_000 });
  const lines = logs.data?.items.toReversed() ?? [];
  const start = lines[0]?.ts_ns ?? 0;
  const span = Math.max((lines.at(-1)?.ts_ns ?? 0) - start, 1);
  return (
    <Panel
      label={`Trace ${trace}`}
      title={<span className={styles.title}>Trace {trace}</span>}
      note={lines.length > 1 ? unit((span / 1e6).toFixed(0), "ms") : ""}
      controls={
        <Button kind="icon" aria-label="Close the trace" onClick={onClose}>
          <Icon name="close" size={11} />
        </Button>
      }
    >
      {logs.error && <Failed message={logs.error.message} onRetry={() => void logs.refetch()} />}
      {logs.data && lines.length === 0 && <Empty>No line of this trace is kept any more.</Empty>}
      <ol>
        {lines.map((line) => (
          <li key={line.seq} className={styles.step}>
            <div className={styles.row}>
              <b>{line.event}</b>
              <svg className={styles.rail} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect className={styles.track} y="2.6" width="100" height="0.8" />
                <rect className={styles.mark} x={((line.ts_ns - start) / span) * 97} width="3" height="6" />
              </svg>
              <span className={styles.after}>{unit(`+${((line.ts_ns - start) / 1e6).toFixed(0)}`, "ms")}</span>
            </div>
            <p className={styles.text}>{line.text}</p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
