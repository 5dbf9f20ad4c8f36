import { Empty } from "@/components/Empty";
import { Glyph } from "@/components/Glyph";
import { Panel } from "@/components/Panel";
import table from "@/components/Table.module.css";
import { age } from "@/components/format/time";
import { PART_LOOK } from "@/live/partLook";
import { useAge, usePlatformNow } from "@/live/selectors";
import { useLive } from "@/live/store";

/** Every part of the platform in one table, and the run it belongs to. */
export function Health() {
  const status = useLive((state) => state.status);
  const now = usePlatformNow();
  const { ageMs, staleAfterMs } = useAge(status?.as_of_ns);
  return (
    <Panel label="Platform" scrolls title="Platform" note={status ? `${status.mode}, ${status.run.feed}, run ${status.run.run_id}` : ""} ageMs={ageMs} staleAfterMs={staleAfterMs}>
      {status ? (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">State</th>
              <th scope="col">Says</th>
              <th scope="col" className={table.num}>
                Age
              </th>
            </tr>
          </thead>
          <tbody>
            {status.components.map((component) => (
              <tr key={component.name}>
                <td className={table.strong}>{component.name}</td>
                <td>
                  <span className={table.with}>
                    <Glyph {...PART_LOOK[component.state]} size={8} />
                    {component.state}
                  </span>
                </td>
                <td className={table.soft}>{component.detail || "–"}</td>
                <td className={`${table.num} ${table.soft}`}>{component.as_of_ns ? age(now - component.as_of_ns / 1e6) : "–"}</td>
              </tr>
            ))}
            <tr>
              <td className={table.strong}>version</td>
              <td colSpan={3}>{status.platform_version}</td>
            </tr>
          </tbody>
        </table>
      ) : (
        <Empty>Waiting for the platform.</Empty>
      )}
    </Panel>
  );
}
