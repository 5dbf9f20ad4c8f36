import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { getDecision } from "@/api/decision";
import { getModels } from "@/api/models";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import { useSettled } from "@/components/useSettled";
import { plural } from "@/components/format/number";
import type { Agent, DecisionDetail, DecisionRow } from "@/contract/generated";
import { jumpTo, pinDecision } from "@/live/selection";
import { useLive } from "@/live/store";

import { type Chosen, step } from "./useChosen";
import type { DecisionBook } from "./useDecisions";
import { WhyCard } from "./WhyCard";
import styles from "./WhyPanel.module.css";

const OUTCOME_MS = 4_000; // "outcome so far" moves with the price

const MODELS_MS = 60_000;

const SETTLE_MS = 90; // a pointer that sweeps over the chart asks for nothing

/** The reason of one decision: the pinned one, the one under the pointer, else the newest that was not a hold. */
export function WhyPanel({ agent, book, chosen }: { agent: Agent; book: DecisionBook; chosen: Chosen }) {
  const { row } = chosen;
  const settled = useSettled(row?.decision_id ?? null, SETTLE_MS);
  const { detail, failed } = useDetail(row !== null && settled === row.decision_id ? row : null);
  const gates = useGates(row);
  return (
    <Panel
      label="Why"
      title="Why"
      bodyClassName={styles.body}
      note={noteOf(chosen)}
      controls={<Controls book={book} chosen={chosen} />}
    >
      {row ? (
        <>
          <WhyCard row={row} detail={detail} gates={gates} />
          {failed && <p className={styles.failed}>Its order, fill and outcome could not be loaded.</p>}
        </>
      ) : (
        <Empty>
          {agent.state === "warming" ? `${agent.id} warms up: its features need more bars.` : `${agent.id} has not decided yet.`}
        </Empty>
      )}
    </Panel>
  );
}

/** Asked again whenever something became known: its order, its sentence, its reward. */
function useDetail(row: DecisionRow | null): { detail: DecisionDetail | null; failed: boolean } {
  const explained = useLive((state) => row !== null && state.explanations.has(row.decision_id));
  const query = useQuery({
    queryKey: ["decision", row?.decision_id, row?.order, row?.sentence !== "" || explained, row?.reward !== null],
    queryFn: () => getDecision(row?.decision_id ?? ""),
    enabled: row !== null,
    placeholderData: keepPreviousData,
    refetchInterval: OUTCOME_MS,
  });
  const detail = query.data?.decision.decision_id === row?.decision_id ? (query.data ?? null) : null;
  return { detail, failed: row !== null && detail === null && query.isError };
}

/** How far the version that decided has come through its gates, in a phrase; empty while that is not known. */
function useGates(row: DecisionRow | null): string {
  const agentId = row?.agent_id ?? "";
  const query = useQuery({ queryKey: ["models", agentId], queryFn: () => getModels(agentId), enabled: row?.reason === "policy", staleTime: MODELS_MS });
  const version = query.data?.items.find((each) => each.version === row?.version);
  return version ? gateWords(version.gates) : "";
}

export function gateWords(gates: Readonly<Record<string, boolean>>): string {
  const names = Object.keys(gates);
  if (names.length === 0) return "no gate run yet,";
  const failed = names.filter((name) => !gates[name]);
  return `gate ${names.length - failed.length} of ${names.length},${failed.length > 0 ? ` ${failed.join(" ")} ${failed.length === 1 ? "fails" : "fail"},` : ""}`;
}

function noteOf({ how, holdsSince }: Chosen): string {
  const words = { pinned: "pinned", pointer: "pointed at", latest: "latest", recent: "a moment ago" }[how];
  return holdsSince > 0 && how !== "recent" ? `${words} · ${plural(holdsSince, "hold")} since` : words;
}

function Controls({ book, chosen }: { book: DecisionBook; chosen: Chosen }) {
  const pinned = chosen.how === "pinned";
  const togglePin = (): void => {
    pinDecision(pinned ? null : (chosen.row?.decision_id ?? null));
    if (!pinned && chosen.row) jumpTo(chosen.row.bar_ns);
  };
  return (
    <div className={styles.controls}>
      <Button kind="icon" aria-label="Decision before" aria-keyshortcuts="[" disabled={chosen.index <= 0} onClick={() => step(book, chosen.index, -1)}>
        <Icon name="left" size={13} />
      </Button>
      <span>{book.rows.length === 0 ? "none" : `${chosen.index + 1} of ${book.rows.length}`}</span>
      <Button
        kind="icon"
        aria-label="Decision after"
        aria-keyshortcuts="]"
        disabled={chosen.index >= book.rows.length - 1}
        onClick={() => step(book, chosen.index, 1)}
      >
        <Icon name="right" size={13} />
      </Button>
      <Button kind="icon" aria-label="Pin this decision" aria-pressed={pinned} disabled={chosen.row === null} onClick={togglePin}>
        <Icon name="pin" size={13} />
      </Button>
    </div>
  );
}
