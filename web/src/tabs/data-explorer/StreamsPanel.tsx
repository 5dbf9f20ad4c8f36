import { useQuery } from "@tanstack/react-query";

import { getStreams } from "@/api/streams";
import { Empty, Failed } from "@/components/Empty";
import { Panel } from "@/components/Panel";
import table from "@/components/Table.module.css";

/** Data streams with agents in simulation. */
export function StreamsPanel() {
  const streams = useQuery({ queryKey: ["streams"], queryFn: getStreams, refetchInterval: 10_000 });
  return (
    <Panel label="Streams" title="Streams">
      {streams.error && <Failed message={streams.error.message} onRetry={() => void streams.refetch()} />}
      {streams.data?.items.length === 0 && <Empty>{streams.data.reason || "No stream is running beside the platform's own feed."}</Empty>}
      {streams.data && streams.data.items.length > 0 && (
        <table className={table.table}>
          <tbody>
            {streams.data.items.map((stream) => (
              <tr key={stream.id}>
                <td className={table.strong}>{stream.id}</td>
                <td>{stream.symbols.join(", ")}</td>
                <td className={table.soft}>{stream.agents.join(", ")}</td>
                <td>{stream.state}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
