import { useMemo, useState } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import { Segmented } from "@/components/Segmented";
import { useAge } from "@/live/selectors";
import { useLive } from "@/live/store";

import { AlertsView } from "./AlertsView";
import { AuditView } from "./AuditView";
import { filtered, LEVELS, type LineFilter } from "./filter";
import { LogTail } from "./LogTail";
import { saveLines } from "./saveLines";
import styles from "./TabLogs.module.css";
import { TracePanel } from "./TracePanel";
import { useLogLines } from "./useLogLines";

type View = "live" | "audit" | "alerts";

/** What the platform wrote down. Default export: loaded when first shown. */
export default function TabLogs() {
  const [view, setView] = useState<View>("live");
  const alerts = useLive((state) => state.alerts.length);
  const views = [
    ["live", "Live"],
    ["audit", "Audit"],
    ["alerts", `Alerts ${alerts}`],
  ] as const;
  const tabs = <Segmented label="Kind of log" options={views} value={view} onChange={setView} />;
  return (
    <>
      <h1 className="visually-hidden">Logs</h1>
      {view === "live" && <LiveLogs tabs={tabs} />}
      {view === "audit" && <AuditView tabs={tabs} />}
      {view === "alerts" && <AlertsView tabs={tabs} />}
    </>
  );
}

function LiveLogs({ tabs }: { tabs: React.ReactNode }) {
  const [filter, setFilter] = useState<LineFilter>({ level: "info", source: "", words: "", trace: "" });
  const { lines, reason, error, counts } = useLogLines(filter.level);
  const skipped = useLive((state) => state.logsSkipped);
  const shown = useMemo(() => filtered(lines, { ...filter, trace: "" }), [lines, filter]);
  const sources = useMemo(() => [...new Set(lines.map((line) => line.component))].toSorted(), [lines]);
  const newest = lines.at(-1);
  const { ageMs } = useAge(newest?.ts_ns);
  const change = (part: Partial<LineFilter>): void => setFilter({ ...filter, ...part });
  return (
    <div className={styles.grid} data-traced={filter.trace !== ""}>
      <Panel
        label="Log lines"
        title={tabs}
        className={styles.panel}
        bodyClassName={styles.body}
        aside={<Filters filter={filter} sources={sources} counts={counts} onChange={change} />}
        ageMs={newest ? ageMs : undefined}
        staleAfterMs={Number.POSITIVE_INFINITY}
        controls={
          <Button kind="icon" aria-label="Download these lines" onClick={() => saveLines(shown)}>
            <Icon name="download" size={13} />
          </Button>
        }
      >
        <LogTail lines={shown} trace={filter.trace} reason={error || reason} skipped={skipped} total={lines.length} onTrace={(trace) => change({ trace })} />
      </Panel>
      {filter.trace !== "" && <TracePanel trace={filter.trace} onClose={() => change({ trace: "" })} />}
    </div>
  );
}

type FiltersProps = {
  filter: LineFilter;
  sources: readonly string[];
  counts: Record<string, number>;
  onChange: (part: Partial<LineFilter>) => void;
};

function Filters({ filter, sources, counts, onChange }: FiltersProps) {
  return (
    <div className={styles.filters}>
      <select aria-label="Level" value={filter.level} onChange={(event) => onChange({ level: event.target.value as LineFilter["level"] })}>
        {LEVELS.map((level) => (
          <option key={level} value={level}>
            {level} {counts[level] ?? ""}
          </option>
        ))}
      </select>
      <label className={styles.search}>
        <Icon name="search" size={12} />
        <input
          data-filter
          type="search"
          aria-label="Filter lines"
          placeholder="Filter"
          value={filter.words}
          onChange={(event) => onChange({ words: event.target.value })}
        />
        <kbd>/</kbd>
      </label>
      <select aria-label="Source" value={filter.source} onChange={(event) => onChange({ source: event.target.value })}>
        <option value="">All sources</option>
        {sources.map((source) => (
          <option key={source}>{source}</option>
        ))}
      </select>
    </div>
  );
}
