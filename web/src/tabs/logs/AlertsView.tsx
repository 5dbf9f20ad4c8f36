import type { ReactNode } from "react";

import { Empty } from "@/components/Empty";
import { Glyph, type Shape, type Tone } from "@/components/Glyph";
import { Panel } from "@/components/Panel";
import { Sentence } from "@/components/Sentence";
import table from "@/components/Table.module.css";
import { clock, day } from "@/components/format/time";
import type { Severity } from "@/contract/generated";
import { usePreferences } from "@/live/preferences";
import { useLive } from "@/live/store";

const LOOK: Record<Severity, { shape: Shape; tone: Tone }> = {
  info: { shape: "dot", tone: "neutral" },
  warning: { shape: "triangle", tone: "warn" },
  critical: { shape: "square", tone: "bad" },
};

/** What needed a person. */
export function AlertsView({ tabs }: { tabs: ReactNode }) {
  const alerts = useLive((state) => state.alerts);
  const zone = usePreferences((state) => state.zone);
  return (
    <Panel label="Alerts" scrolls title={tabs}>
      {alerts.length === 0 ? (
        <Empty>No alerts.</Empty>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              {["Time", "Severity", "Code", "Text"].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {alerts.toReversed().map((alert) => (
              <tr key={alert.seq}>
                <td className={table.soft}>
                  {day(alert.as_of_ns / 1e6, zone)} {clock(alert.as_of_ns / 1e6, zone)}
                </td>
                <td>
                  <span className={table.with}>
                    <Glyph {...LOOK[alert.severity]} /> {alert.severity}
                  </span>
                </td>
                <td className={table.soft}>{alert.code}</td>
                <td>
                  <Sentence text={alert.text} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
