import { Empty } from "@/components/Empty";
import { Panel } from "@/components/Panel";
import { useFocusAgent } from "@/live/selectors";

import { ModelsPanel } from "./ModelsPanel";
import { PresetsPanel } from "./PresetsPanel";
import { SettingsPanel } from "./SettingsPanel";
import styles from "./TabAgentControl.module.css";
import { TrainingPanel } from "./TrainingPanel";

const UNTAUGHT = new Set(["scripted", "vol_target", "sma_200", "hold", "flat"]);

/** The settings, versions and training of the agent in focus. Default export: loaded when first shown. */
export default function TabAgentControl() {
  const agent = useFocusAgent();
  if (!agent) return <Empty>No agent is running.</Empty>;
  return (
    <div className={styles.grid}>
      <h1 className="visually-hidden">Agent Control</h1>
      <div className={styles.left}>
        <SettingsPanel key={agent.id} agentId={agent.id} />
        <PresetsPanel />
      </div>
      <div className={styles.right}>
        {!UNTAUGHT.has(agent.algorithm) ? (
          <>
            <TrainingPanel agentId={agent.id} />
            <ModelsPanel agentId={agent.id} />
          </>
        ) : (
          <Panel label="Versions" title="Versions">
            <Empty>{`${agent.id} follows a fixed rule or a file of decisions: it has no model, and nothing to train.`}</Empty>
          </Panel>
        )}
      </div>
    </div>
  );
}
