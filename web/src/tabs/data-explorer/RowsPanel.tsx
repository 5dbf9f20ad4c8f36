import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { getDatasetRows } from "@/api/datasetRows";
import { Button } from "@/components/Button";
import { Empty, Failed } from "@/components/Empty";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import table from "@/components/Table.module.css";
import { decimal } from "@/components/format/number";
import { useAge } from "@/live/selectors";

import { pointed } from "./pointed";

const PAGE = 100;

function cell(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** One page of a dataset, as it stands in the file. */
export function RowsPanel({ name }: { name: string }) {
  const [offset, setOffset] = useState(0);
  const rows = useQuery({
    queryKey: ["rows", name, offset],
    queryFn: () => getDatasetRows(name, offset, PAGE),
    placeholderData: keepPreviousData,
  });
  const { data } = rows;
  const { ageMs } = useAge(data?.as_of_ns);
  const columns = useMemo(() => (data ? data.columns.map((_, index) => pointed(data.rows.map((row) => cell(row[index])))) : []), [data]);
  return (
    <Panel
      label={`Rows of ${name}`} scrolls
      title={name}
      aside={data && data.total > 0 && <span>{`rows ${decimal(offset + 1, 0)} to ${decimal(offset + data.rows.length, 0)} of ${decimal(data.total, 0)}`}</span>}
      ageMs={data ? ageMs : undefined}
      staleAfterMs={Number.POSITIVE_INFINITY}
      controls={
        <>
          <Button kind="icon" aria-label="Page before" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - PAGE))}>
            <Icon name="left" size={13} />
          </Button>
          <Button kind="icon" aria-label="Page after" disabled={data === undefined || data.next_offset === null} onClick={() => setOffset(data?.next_offset ?? offset)}>
            <Icon name="right" size={13} />
          </Button>
        </>
      }
    >
      {rows.error && <Failed message={rows.error.message} onRetry={() => void rows.refetch()} />}
      {data?.rows.length === 0 && <Empty>This set has no rows here.</Empty>}
      {data && data.rows.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              {data.columns.map((column, index) => (
                <th key={column} scope="col" className={index === 0 ? "" : table.num}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row, at) => (
              <tr key={offset + at}>
                {row.map((_, index) => (
                  <td key={index} className={index === 0 ? table.soft : table.num}>
                    {columns[index]?.[at]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
