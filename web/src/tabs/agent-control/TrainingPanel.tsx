import { useQuery } from "@tanstack/react-query";

import { getTraining } from "@/api/training";
import { Empty, Failed } from "@/components/Empty";
import { Glyph, type Shape, type Tone } from "@/components/Glyph";
import { Meter } from "@/components/Meter";
import { Panel } from "@/components/Panel";
import table from "@/components/Table.module.css";
import { decimal, percent } from "@/components/format/number";
import { age } from "@/components/format/time";
import type { TrainingState } from "@/contract/generated";
import { useAge } from "@/live/selectors";

const STATES: Record<TrainingState, { shape: Shape; tone: Tone }> = {
  queued: { shape: "ring", tone: "muted" },
  running: { shape: "spin", tone: "neutral" },
  done: { shape: "dot", tone: "ok" },
  failed: { shape: "square", tone: "bad" },
  cancelled: { shape: "dash", tone: "muted" },
};

/** Training runs, newest first. */
export function TrainingPanel({ agentId }: { agentId: string }) {
  const training = useQuery({ queryKey: ["training"], queryFn: getTraining, refetchInterval: 5_000 });
  const { ageMs } = useAge(training.data?.as_of_ns);
  return (
    <Panel label="Training" scrolls title="Training" ageMs={training.data?.items.length ? ageMs : undefined} staleAfterMs={Number.POSITIVE_INFINITY}>
      {training.error && <Failed message={training.error.message} onRetry={() => void training.refetch()} />}
      {training.data?.items.length === 0 && (
        <Empty command={training.data.reason === "" ? `rlbot train ${agentId}` : undefined}>{training.data.reason || "No training has run. Start one:"}</Empty>
      )}
      {training.data && training.data.items.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Agent</th>
              <th scope="col">State</th>
              <th scope="col">Progress</th>
              <th scope="col" className={table.num}>
                Steps
              </th>
              <th scope="col" className={table.num}>
                Left
              </th>
            </tr>
          </thead>
          <tbody>
            {training.data.items.map((run) => (
              <tr key={run.id} title={run.detail}>
                <td className={table.strong}>{run.id}</td>
                <td>{run.agent_id}</td>
                <td>
                  <span className={table.with}>
                    <Glyph {...STATES[run.state]} size={9} /> {run.state}
                  </span>
                </td>
                <td>
                  <Meter value={run.progress} label={`Progress ${percent(run.progress)}`} />
                </td>
                <td className={table.num}>{decimal(run.steps, 0)}</td>
                <td className={table.num}>{run.eta_s === null ? "–" : age(run.eta_s * 1000)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
