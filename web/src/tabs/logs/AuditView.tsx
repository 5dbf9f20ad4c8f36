import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { getAudit } from "@/api/audit";
import { Empty, Failed } from "@/components/Empty";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import table from "@/components/Table.module.css";
import { clock, day } from "@/components/format/time";
import { usePreferences } from "@/live/preferences";
import { useAge } from "@/live/selectors";

/** What people did. Each line is written before its deed and closed after it. */
export function AuditView({ tabs }: { tabs: ReactNode }) {
  const audit = useQuery({ queryKey: ["audit"], queryFn: getAudit, refetchInterval: 5_000 });
  const zone = usePreferences((state) => state.zone);
  const { ageMs } = useAge(audit.data?.as_of_ns);
  return (
    <Panel
      label="Audit" scrolls
      title={tabs}
      ageMs={audit.data ? ageMs : undefined}
      staleAfterMs={Number.POSITIVE_INFINITY}
      aside={
        audit.data && (
          <>
            <Icon name="lock" size={12} /> {audit.data.verified ? "chain verified" : "chain broken"}
          </>
        )
      }
    >
      {audit.error && <Failed message={audit.error.message} onRetry={() => void audit.refetch()} />}
      {audit.data?.items.length === 0 && <Empty>Nobody has done anything yet.</Empty>}
      {audit.data && audit.data.items.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              {["Time", "Session", "Role", "Action", "Target", "Detail", "Result"].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {audit.data.items.map((entry) => (
              <tr key={entry.seq}>
                <td className={table.soft}>
                  {day(entry.ts_ns / 1e6, zone)} {clock(entry.ts_ns / 1e6, zone)}
                </td>
                <td>{entry.session}</td>
                <td className={table.soft}>{entry.role}</td>
                <td className={table.strong}>{entry.action}</td>
                <td>{entry.target}</td>
                <td className={table.soft}>{entry.detail}</td>
                <td>{entry.result}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
