import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { getEquity } from "@/api/equity";
import { Empty } from "@/components/Empty";
import { Panel } from "@/components/Panel";
import { money, signedPercent } from "@/components/format/number";
import type { EquityUpdate } from "@/contract/generated";
import { usePriceAge } from "@/live/selectors";
import { useLive } from "@/live/store";

import { EquityChart } from "./EquityChart";
import styles from "./EquityPanel.module.css";
import { type Curve, withNewer } from "./equityShape";
import { useCalm } from "./useCalm";

const ACCOUNT = "";
/** A fast replay marks equity many times a second; nobody sees the curve grow faster than this. */
const REDRAW_MS = 250;
const REFETCH_MS = 15_000;
const NONE: readonly EquityUpdate[] = [];

/** The account's equity beside its benchmark, and how far it stands below its highest. */
export function EquityPanel() {
  const { curve, benchmarkName, synthetic } = useEquity();
  const metrics = useLive((state) => state.metrics[ACCOUNT]);
  const account = useLive((state) => state.status?.account);
  const { ageMs, staleAfterMs } = usePriceAge(account?.as_of_ns);
  const first = curve.equity[0];
  const equity = account?.equity ?? curve.equity.at(-1); // the rail prints the same
  const change = first && typeof equity === "number" ? equity / first - 1 : null;
  return (
    <Panel
      label="Equity"
      title="Equity"
      aside={
        <>
          <b className={styles.value}>{money(equity, 0)}</b>
          <span className={toneOf(change)}>{signedPercent(change, 1)}</span>
          {benchmarkName !== "" && (
            <span className={styles.benchmark} title={`Dashed: ${benchmarkName}`}>
              ┄ {benchmarkName.replaceAll("_", " ")} {signedPercent(metrics?.benchmark_return ?? benchmarkChange(curve), 1)}
            </span>
          )}
        </>
      }
      ageMs={ageMs}
      staleAfterMs={staleAfterMs}
      bodyClassName={styles.body}
    >
      {curve.t.length < 2 ? <Empty>The curve begins with the second bar of the run.</Empty> : <EquityChart curve={curve} synthetic={synthetic} />}
    </Panel>
  );
}

/** Nothing gained, nothing lost: no colour. */
function toneOf(change: number | null): string | undefined {
  if (change === null || Math.abs(change) < 0.0005) return styles.flat;
  return change < 0 ? styles.loss : styles.gain;
}

function benchmarkChange(curve: Curve): number | null {
  const first = curve.benchmark.find((each) => each !== null);
  const last = curve.benchmark.at(-1);
  return first && typeof last === "number" ? last / first - 1 : null;
}

function useEquity(): { curve: Curve; benchmarkName: string; synthetic: boolean } {
  const added = useCalm(
    useLive((state) => state.equity[ACCOUNT] ?? NONE),
    REDRAW_MS,
  );
  const query = useQuery({
    queryKey: ["equity", ACCOUNT],
    queryFn: () => getEquity(ACCOUNT),
    refetchInterval: REFETCH_MS, // points that were conflated away come with it
  });
  const curve = useMemo(() => withNewer(query.data, added), [query.data, added]);
  return { curve, benchmarkName: query.data?.benchmark_name ?? "", synthetic: query.data?.synthetic ?? false };
}
