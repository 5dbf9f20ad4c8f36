import { Age } from "@/components/Age";
import { Glyph } from "@/components/Glyph";
import { Popover } from "@/components/Popover";
import type { Component, ComponentState } from "@/contract/generated";
import { PART_LOOK } from "@/live/partLook";
import { useAge, useLink } from "@/live/selectors";
import { useLive } from "@/live/store";

import { AgentDetails, ComponentDetails } from "./HealthDetails";
import styles from "./HealthStrip.module.css";
import { ageShown, agentWords, feedWords, newestOf, partsShown, titleOf } from "./health";

/** With the link gone nobody knows how a part is; what it said last stands beside its age. */
const UNHEARD = { shape: "ring", tone: "warn" } as const;
const NONE: readonly Component[] = [];

/** One column a part, label above value, all on two baselines; a press tells more. What is not used is left to Settings. */
export function HealthStrip() {
  const components = useLive((state) => state.status?.components ?? NONE);
  const agents = useLive((state) => state.agents);
  return (
    <ul className={styles.strip} aria-label="Health">
      {partsShown(components).map((component) => (
        <PartCell key={component.name} component={component} />
      ))}
      {agents.length > 0 && <AgentsCell />}
    </ul>
  );
}

function PartCell({ component }: { component: Component }) {
  const { ageMs } = useAge(component.as_of_ns);
  const words = feedWords(component);
  return (
    <li className={styles.cell}>
      <Popover
        label={`${titleOf(component.name)}: ${component.state}, ${words}`}
        className={styles.press}
        trigger={
          <Cell name={titleOf(component.name)} words={words} state={component.state} age={ageShown(component, ageMs)} />
        }
      >
        <ComponentDetails component={component} />
      </Popover>
    </li>
  );
}

function AgentsCell() {
  const agents = useLive((state) => state.agents);
  const { state, words } = agentWords(agents);
  const { ageMs } = useAge(newestOf(agents));
  return (
    <li className={styles.cell}>
      <Popover label={`Agents: ${words}`} className={styles.press} trigger={<Cell name="Agents" words={words} state={state} age={ageMs} />}>
        <AgentDetails agents={agents} />
      </Popover>
    </li>
  );
}

function Cell({ name, words, state, age }: { name: string; words: string; state: ComponentState; age: number | null }) {
  const { link } = useLink();
  const look = link === "live" ? PART_LOOK[state] : UNHEARD;
  return (
    <>
      <span className={styles.label}>
        {name}
        {age !== null && (
          <span className={styles.age}>
            <Age ms={age} staleAfterMs={Number.POSITIVE_INFINITY} />
          </span>
        )}
      </span>
      <span className={styles.value} data-state={state}>
        <Glyph shape={look.shape} tone={look.tone} size={9} />
        <span className={styles.detail}>{words}</span>
      </span>
    </>
  );
}
