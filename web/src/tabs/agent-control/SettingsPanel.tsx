import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";

import { getSettings } from "@/api/settings";
import { getSettingsSchema } from "@/api/settingsSchema";
import { Failed } from "@/components/Empty";
import { Glyph, type Shape } from "@/components/Glyph";
import { Panel } from "@/components/Panel";
import { Sentence } from "@/components/Sentence";
import table from "@/components/Table.module.css";
import type { Applied } from "@/contract/generated";
import { useAge } from "@/live/selectors";

import { settingGroups } from "./settingRows";
import styles from "./SettingsPanel.module.css";

const APPLIES: Record<Applied, { shape: Shape; words: string; hollow: boolean }> = {
  now: { shape: "dot", words: "hot", hollow: false },
  next_episode: { shape: "dot", words: "next episode", hollow: true },
  restart: { shape: "square", words: "restart", hollow: true },
  rejected: { shape: "square", words: "fixed", hollow: false },
};

/** The active settings with the moment a change would take effect. */
export function SettingsPanel({ agentId }: { agentId: string }) {
  const settings = useQuery({ queryKey: ["settings", agentId], queryFn: () => getSettings(agentId) });
  const schema = useQuery({ queryKey: ["schema", agentId], queryFn: () => getSettingsSchema(agentId) });
  const { ageMs } = useAge(settings.data?.as_of_ns);
  const groups = settings.data ? settingGroups(settings.data.values, schema.data?.json_schema ?? {}, schema.data?.applies ?? {}) : [];
  return (
    <Panel
      label={`${agentId} settings`} scrolls
      title={`${agentId} settings`}
      aside={settings.data && <span>active set {settings.data.version}</span>}
      ageMs={settings.data ? ageMs : undefined}
      staleAfterMs={Number.POSITIVE_INFINITY}
    >
      {settings.error && <Failed message={settings.error.message} onRetry={() => void settings.refetch()} />}
      {settings.data && (
        <>
          <table className={`${table.table} ${styles.table}`}>
            <thead>
              <tr>
                <th scope="col">Setting</th>
                <th scope="col" className={table.num}>
                  Active
                </th>
                <th scope="col">Takes effect</th>
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => (
                <Fragment key={group.name}>
                  <tr>
                    <th scope="rowgroup" colSpan={3} className={styles.group}>
                      {group.name}
                    </th>
                  </tr>
                  {group.rows.map((row) => (
                    <tr key={row.path} title={row.help}>
                      <td className={styles.name}>{row.name}</td>
                      <td className={`${table.num} ${styles.value}`}>{row.value}</td>
                      <td className={table.soft}>
                        {row.applies && (
                          <span className={table.with}>
                            <Glyph {...APPLIES[row.applies]} tone={row.applies === "restart" ? "warn" : "neutral"} size={8} />
                            {APPLIES[row.applies].words}
                          </span>
                        )}
                      </td>
                    </tr>
                  ))}
                </Fragment>
              ))}
            </tbody>
          </table>
          <p className={styles.foot}>
            {settings.data.reason ? (
              <Sentence text={settings.data.reason} />
            ) : (
              <>
                Change them in <code>configs/agents/{agentId}.toml</code>, then start again.
              </>
            )}
          </p>
        </>
      )}
    </Panel>
  );
}
