import { Empty } from "@/components/Empty";
import type { Agent } from "@/contract/generated";
import { useResuming } from "@/live/resuming";
import { useFocusAgent } from "@/live/selectors";
import { useLive } from "@/live/store";

import { ChartPanel } from "./ChartPanel";
import { EquityPanel } from "./EquityPanel";
import { MetricStrip } from "./MetricStrip";
import { PhoneAgents } from "./PhoneAgents";
import { PositionsPanel } from "./PositionsPanel";
import { ResumePanel } from "./ResumePanel";
import styles from "./TabDashboard.module.css";
import { TradesPanel } from "./TradesPanel";
import { useChosen, useStepKeys } from "./useChosen";
import { useDecisions } from "./useDecisions";
import { WhyPanel } from "./WhyPanel";

/** What the agents see, decide and hold, and why. */
export function TabDashboard() {
  const agent = useFocusAgent();
  const connected = useLive((state) => state.beatMs !== null);
  if (!agent) {
    return connected ? (
      <Empty command="rlbot agents new my_agent --algorithm ppo --symbol AAPL">No agents yet. Make one:</Empty>
    ) : (
      <Empty>Waiting for the platform.</Empty>
    );
  }
  return <Monitor key={agent.id} agent={agent} />;
}

function Monitor({ agent }: { agent: Agent }) {
  const book = useDecisions(agent);
  const chosen = useChosen(book);
  const halted = useLive((state) => state.status?.halted ?? false);
  const resuming = useResuming((state) => state.open) && halted;
  useStepKeys(book, chosen.index);
  return (
    <div className={styles.grid}>
      <h1 className="visually-hidden">Dashboard</h1>
      <ChartPanel agent={agent} book={book} chosen={chosen} />
      {resuming ? <ResumePanel /> : <WhyPanel agent={agent} book={book} chosen={chosen} />}
      <div className={styles.lower}>
        <PositionsPanel />
        <TradesPanel chosen={chosen.row?.decision_id ?? null} />
      </div>
      <EquityPanel />
      <MetricStrip agent={agent} />
      <PhoneAgents />
    </div>
  );
}
