import { useState } from "react";

import { Button } from "@/components/Button";
import { Panel } from "@/components/Panel";
import { Solid } from "@/components/Icon";
import { Sentence } from "@/components/Sentence";
import { decimal, percent, signedMoney } from "@/components/format/number";
import type { Agent } from "@/contract/generated";
import { isPaused, pauseWords, togglePause, unpausable } from "@/live/pausing";
import { selectAgent } from "@/live/selection";
import { useFocusAgent } from "@/live/selectors";
import { useLive } from "@/live/store";

import styles from "./PhoneAgents.module.css";

/** On a phone the rail is away; its agents come as cards at the end of the page. */
export function PhoneAgents() {
  const agents = useLive((state) => state.agents);
  const focus = useFocusAgent();
  return (
    <Panel label="Agents" title="Agents" note={String(agents.length)} className={styles.panel}>
      <ul>
        {agents.map((agent) => (
          <Row key={agent.id} agent={agent} focused={agent.id === focus?.id} />
        ))}
      </ul>
      <a className={styles.credit} href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
        Charts by TradingView
      </a>
    </Panel>
  );
}

function Row({ agent, focused }: { agent: Agent; focused: boolean }) {
  const [problem, setProblem] = useState("");
  return (
    <li className={styles.row}>
      <button type="button" className={styles.name} aria-pressed={focused} onClick={() => selectAgent(agent.id)}>
        <b>{agent.id}</b>
        <span>
          {agent.symbol} · {agent.stance === "flat" ? "flat" : `${agent.stance} ${percent(Math.abs(agent.weight ?? 0))}`}
          {agent.confidence === null ? "" : ` · conf ${decimal(agent.confidence)}`} · {agent.state.replaceAll("_", " ")}
        </span>
        {problem !== "" && (
          <span role="alert">
            <Sentence text={problem} />
          </span>
        )}
      </button>
      <span className={(agent.day_pnl ?? 0) < 0 ? styles.loss : (agent.day_pnl ?? 0) > 0 ? styles.gain : ""}>{signedMoney(agent.day_pnl)}</span>
      <Button
        kind="icon"
        aria-label={pauseWords(agent)}
        title={unpausable(agent) || pauseWords(agent)}
        disabled={unpausable(agent) !== ""}
        onClick={() => void togglePause(agent).then(setProblem)}
      >
        <Solid name={isPaused(agent) ? "play" : "pause"} />
      </Button>
    </li>
  );
}
