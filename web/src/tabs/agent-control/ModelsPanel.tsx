import { useQuery } from "@tanstack/react-query";

import { getModels } from "@/api/models";
import { Empty, Failed } from "@/components/Empty";
import { Glyph } from "@/components/Glyph";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import table from "@/components/Table.module.css";
import { dayYear } from "@/components/format/time";
import type { ModelVersion } from "@/contract/generated";
import { usePreferences } from "@/live/preferences";
import { useAge } from "@/live/selectors";

import styles from "./ModelsPanel.module.css";

/** Versions on disk with what their gates said. */
export function ModelsPanel({ agentId }: { agentId: string }) {
  const models = useQuery({ queryKey: ["models", agentId], queryFn: () => getModels(agentId), refetchInterval: 15_000 });
  const { ageMs } = useAge(models.data?.as_of_ns);
  const gates = [...new Set(models.data?.items.flatMap((each) => Object.keys(each.gates)) ?? [])].toSorted();
  return (
    <Panel label="Versions" scrolls title="Versions" ageMs={models.data ? ageMs : undefined} staleAfterMs={Number.POSITIVE_INFINITY}>
      {models.error && <Failed message={models.error.message} onRetry={() => void models.refetch()} />}
      {models.data?.items.length === 0 && (
        <Empty command={models.data.reason === "" ? `rlbot train ${agentId}` : undefined}>{models.data.reason || "No models yet. Make the first one:"}</Empty>
      )}
      {models.data && models.data.items.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              {["Model", "State", "Trained on", "Made", ...gates].map((name) => (
                <th key={name} scope="col">
                  {name.replaceAll("_", " ")}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {models.data.items.map((version) => (
              <Version key={version.version} version={version} gates={gates} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Version({ version, gates }: { version: ModelVersion; gates: readonly string[] }) {
  const zone = usePreferences((state) => state.zone);
  const date = (ns: number): string => (ns > 0 ? dayYear(ns / 1e6, "UTC") : "–");
  return (
    <tr className={version.deployed ? table.selected : ""}>
      <td className={table.strong}>{version.version}</td>
      <td>
        <span className={table.with}>
          {version.deployed && <Glyph shape="dot" tone="ok" size={8} />}
          {version.deployed ? "deployed" : "kept"}
          {!version.proven && <span className={styles.warn}>not proven</span>}
        </span>
      </td>
      <td className={table.soft}>
        {date(version.trained_from_ns)} to {date(version.trained_to_ns)}
      </td>
      <td className={table.soft}>{version.created_ns > 0 ? dayYear(version.created_ns / 1e6, zone) : "–"}</td>
      {gates.map((gate) => (
        <td key={gate}>
          <Gate passed={version.gates[gate]} />
        </td>
      ))}
    </tr>
  );
}

function Gate({ passed }: { passed: boolean | undefined }) {
  if (passed === undefined) return <span className={table.soft}>not run</span>;
  return (
    <span className={`${table.with} ${passed ? styles.ok : styles.bad}`}>
      <Icon name={passed ? "check" : "cross"} size={11} /> {passed ? "passed" : "failed"}
    </span>
  );
}
