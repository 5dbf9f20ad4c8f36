import { useQuery } from "@tanstack/react-query";

import { getPresets } from "@/api/presets";
import { Empty, Failed } from "@/components/Empty";
import { Panel } from "@/components/Panel";
import table from "@/components/Table.module.css";
import { plural } from "@/components/format/number";

/** Stored sets of settings. */
export function PresetsPanel() {
  const presets = useQuery({ queryKey: ["presets"], queryFn: getPresets });
  return (
    <Panel label="Presets" scrolls title="Presets">
      {presets.error && <Failed message={presets.error.message} onRetry={() => void presets.refetch()} />}
      {presets.data?.items.length === 0 && <Empty>{presets.data.reason || "No presets are stored."}</Empty>}
      {presets.data && presets.data.items.length > 0 && (
        <table className={table.table}>
          <tbody>
            {presets.data.items.map((preset) => (
              <tr key={preset.name}>
                <td className={table.strong}>{preset.name}</td>
                <td className={table.soft}>{preset.detail}</td>
                <td className={`${table.num} ${table.soft}`}>{plural(preset.differs, "difference")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
