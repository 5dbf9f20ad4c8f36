import { useState } from "react";

import { Button } from "@/components/Button";
import { Glyph, type Shape, type Tone } from "@/components/Glyph";
import { Solid } from "@/components/Icon";
import { Sentence } from "@/components/Sentence";
import { Sparkline } from "@/components/Sparkline";
import { decimal, percent, signedMoney } from "@/components/format/number";
import type { Agent, AgentState } from "@/contract/generated";
import { isPaused, pauseWords, togglePause, unpausable } from "@/live/pausing";
import { selectAgent } from "@/live/selection";

import styles from "./AgentCard.module.css";
import { AGENT_WORDS } from "./health";

const STATES: Record<AgentState, { shape: Shape; tone: Tone }> = {
  trading: { shape: "dot", tone: "ok" },
  warming: { shape: "spin", tone: "neutral" },
  paused: { shape: "pause", tone: "warn" },
  paused_by_kill: { shape: "pause", tone: "warn" },
  halted: { shape: "square", tone: "bad" },
  failed: { shape: "square", tone: "bad" },
  stopped: { shape: "dash", tone: "muted" },
};

export function AgentCard({ agent, selected }: { agent: Agent; selected: boolean }) {
  const [problem, setProblem] = useState("");
  const state = STATES[agent.state];
  const why = unpausable(agent);
  return (
    <li className={styles.card} data-selected={selected}>
      <button type="button" className={styles.cover} aria-pressed={selected} aria-label={`Show ${agent.id}`} onClick={() => selectAgent(agent.id)} />
      <div className={styles.row}>
        <Glyph shape={state.shape} tone={state.tone} size={9} />
        <b className={styles.name}>{agent.id}</b>
        <Button
          kind="icon"
          className={styles.toggle}
          aria-label={pauseWords(agent)}
          title={why || pauseWords(agent)}
          disabled={why !== ""}
          onClick={() => void togglePause(agent).then(setProblem)}
        >
          <Solid name={isPaused(agent) ? "play" : "pause"} size={11} />
        </Button>
      </div>
      <div className={styles.row}>
        <span className={styles.soft} title={`${agent.algorithm} on ${agent.symbol} ${agent.interval}`}>
          {agent.algorithm.toUpperCase()} · {agent.symbol}
          {agent.version === "" || agent.version === agent.algorithm ? "" : ` · ${agent.version}`}
        </span>
        <span className={styles.state} data-tone={state.tone} title={agent.state_detail}>
          {AGENT_WORDS[agent.state]}
        </span>
      </div>
      <div className={styles.middle}>
        <div>
          <Stance agent={agent} />
          {agent.confidence !== null && <div className={styles.soft}>conf {decimal(agent.confidence)}</div>}
        </div>
        <Sparkline values={agent.equities} />
      </div>
      <div className={styles.row}>
        <span className={styles.soft}>today</span>
        <span className={(agent.day_pnl ?? 0) < 0 ? styles.loss : (agent.day_pnl ?? 0) > 0 ? styles.gain : ""}>{signedMoney(agent.day_pnl)}</span>
      </div>
      {agent.in_sample && <div className={styles.warn}>IN SAMPLE</div>}
      {problem !== "" && (
        <div className={styles.warn} role="alert">
          <Sentence text={problem} />
        </div>
      )}
    </li>
  );
}

function Stance({ agent }: { agent: Agent }) {
  const shape: Shape = agent.stance === "long" ? "up" : agent.stance === "short" ? "down" : "dash";
  const tone: Tone = agent.stance === "long" ? "buy" : agent.stance === "short" ? "sell" : "muted";
  return (
    <div className={styles.stance}>
      <Glyph shape={shape} tone={tone} hollow={agent.simulated && agent.stance !== "flat"} size={9} />
      {agent.stance === "flat" ? "flat" : `${agent.stance} ${percent(Math.abs(agent.weight ?? 0))}`}
    </div>
  );
}
