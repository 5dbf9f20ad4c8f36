import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { getDatasets } from "@/api/datasets";
import { Empty, Failed } from "@/components/Empty";
import { Panel } from "@/components/Panel";
import { useAge } from "@/live/selectors";

import { DatasetTable } from "./DatasetTable";
import { RowsPanel } from "./RowsPanel";
import { StreamsPanel } from "./StreamsPanel";
import styles from "./TabDataExplorer.module.css";

/** What data there is, and what is in it. Default export: loaded when first shown. */
export default function TabDataExplorer() {
  const datasets = useQuery({ queryKey: ["datasets"], queryFn: getDatasets });
  const [chosen, setChosen] = useState<string | null>(null);
  const { ageMs } = useAge(datasets.data?.as_of_ns);
  const items = datasets.data?.items ?? [];
  const name = chosen ?? items[0]?.name ?? null;
  return (
    <div className={styles.grid}>
      <h1 className="visually-hidden">Data Explorer</h1>
      <div className={styles.column}>
        <Panel
          label="Datasets"
          title="Datasets"
          note={datasets.data && items.length > 0 ? `${items.length} sets${items.every((each) => each.gaps === null) ? ", gaps and faults not checked (rlbot data check)" : ""}` : ""}
          ageMs={datasets.data ? ageMs : undefined}
          staleAfterMs={Number.POSITIVE_INFINITY}
          className={styles.grow}
        >
          {datasets.error && <Failed message={datasets.error.message} onRetry={() => void datasets.refetch()} />}
          {datasets.data && items.length === 0 && (
            <Empty command={datasets.data.reason === "" ? "rlbot data fetch" : undefined}>{datasets.data.reason || "No data here yet. Download some:"}</Empty>
          )}
          {items.length > 0 && <DatasetTable items={items} chosen={name} onChoose={setChosen} />}
        </Panel>
        <StreamsPanel />
      </div>
      {name === null ? <Panel label="Rows" title="Rows"><Empty>Choose a dataset to see its rows.</Empty></Panel> : <RowsPanel key={name} name={name} />}
    </div>
  );
}
