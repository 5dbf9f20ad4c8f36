import table from "@/components/Table.module.css";
import { decimal } from "@/components/format/number";
import { dayYear } from "@/components/format/time";
import type { Dataset } from "@/contract/generated";

import styles from "./DatasetTable.module.css";

type Props = { items: readonly Dataset[]; chosen: string | null; onChoose: (name: string) => void };

function day(ns: number | null): string {
  return ns === null ? "–" : dayYear(ns / 1e6, "UTC");
}

function Found({ count }: { count: number | null }) {
  return <td className={`${table.num} ${(count ?? 0) > 0 ? styles.warn : table.soft}`}>{count ?? "–"}</td>;
}

export function DatasetTable({ items, chosen, onChoose }: Props) {
  return (
    <table className={`${table.table} ${styles.sets}`}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" className={table.num}>
            Rows
          </th>
          <th scope="col">Range</th>
          <th scope="col" className={table.num}>
            Gaps
          </th>
          <th scope="col" className={table.num}>
            Faults
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.name} className={`${table.pressable} ${item.name === chosen ? table.selected : ""}`} onClick={() => onChoose(item.name)}>
            <td className={table.strong}>
              <button type="button" className={table.rowButton} aria-pressed={item.name === chosen}>
                {item.symbol} {item.interval}
              </button>
            </td>
            <td className={table.num}>{decimal(item.rows, 0)}</td>
            <td className={table.soft}>
              {day(item.from_ns)} to {day(item.to_ns)}
            </td>
            <Found count={item.gaps} />
            <Found count={item.faults} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
