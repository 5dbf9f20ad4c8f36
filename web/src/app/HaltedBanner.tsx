import { useState } from "react";
import { useLocation } from "wouter";

import { ApiError } from "@/api/client";
import { postFlatten } from "@/api/flatten";
import { Button } from "@/components/Button";
import { Glyph } from "@/components/Glyph";
import { HoldButton } from "@/components/HoldButton";
import { Icon } from "@/components/Icon";
import { Sentence } from "@/components/Sentence";
import { plural, unit } from "@/components/format/number";
import { age, clock } from "@/components/format/time";
import type { KillProgress } from "@/contract/generated";
import { usePreferences } from "@/live/preferences";
import { openResume } from "@/live/resuming";
import { ruleHalt, usePlatformNow } from "@/live/selectors";
import { useLive } from "@/live/store";

import styles from "./HaltedBanner.module.css";
import { useKillView } from "./useKillView";

/** What stopped, what is still open, and the two guarded ways on. On every tab while trading is halted. */
export function HaltedBanner() {
  const status = useLive((state) => state.status);
  const { view, progress } = useKillView();
  const now = usePlatformNow();
  const rule = ruleHalt(status);
  const killed = view.phase === "halted" || view.phase === "cancelling" || view.phase === "orders_blocked";
  if (!killed && !rule) return null;
  const since = killed ? (progress?.since_ns ?? 0) : (rule?.since_ns ?? 0);
  return (
    <section className={styles.banner} aria-label="Trading is halted">
      <span className={styles.word}>
        <Glyph shape="square" tone="bad" /> HALTED
      </span>
      <p className={styles.facts}>
        {killed && progress ? <KillFacts progress={progress} /> : <span>
            <Sentence text={capital(rule?.reason ?? status?.halt_reason ?? "")} />
          </span>}
        {since > 0 && <span className={styles.age}>{age(now - since / 1e6)} ago</span>}
      </p>
      <div className={styles.actions}>
        <OpenPositions progress={progress} />
        <Ways />
      </div>
    </section>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function KillFacts({ progress }: { progress: KillProgress }) {
  const zone = usePreferences((state) => state.zone);
  return (
    <>
      <span>Orders blocked</span>
      {progress.reason !== "" && (
        <span>
          <Sentence text={progress.reason} />
        </span>
      )}
      {progress.entries_total > 0 && (
        <span>
          entries cancelled {progress.entries_cancelled}/{progress.entries_total}
        </span>
      )}
      {progress.confirmed_ns > 0 ? (
        <span>broker confirmed {clock(progress.confirmed_ns / 1e6, zone)}</span>
      ) : (
        <span className={styles.waiting}>waiting for the broker</span>
      )}
    </>
  );
}

function OpenPositions({ progress }: { progress: KillProgress | null }) {
  const positions = useLive((state) => state.positions);
  const open = positions?.items.length ?? progress?.open_positions ?? 0;
  const bare = positions?.items.filter((each) => !each.protected).map((each) => each.symbol) ?? progress?.unprotected ?? [];
  if (open === 0) return <span className={styles.note}>no position open</span>;
  return (
    <span className={styles.note}>
      {plural(open, "position")} open, {bare.length === 0 ? "stops working" : <b className={styles.bare}>no stop: {bare.join(", ")}</b>}
    </span>
  );
}

function Ways() {
  const [, go] = useLocation();
  const [closing, setClosing] = useState(0);
  const [refused, setRefused] = useState("");
  const open = useLive((state) => state.positions?.items.length ?? 0);
  const flatten = async (): Promise<void> => {
    try {
      setRefused("");
      setClosing((await postFlatten()).positions);
    } catch (error) {
      setRefused(error instanceof ApiError ? error.message : "not sent");
    }
  };
  const said = refused || (open > 0 && closing > 0 ? `closing ${plural(closing, "position")}` : "");
  return (
    <>
      {said !== "" && (
        <span className={styles.note} role="status">
          <Sentence text={said} />
        </span>
      )}
      {open > 0 && (
        <HoldButton seconds={1.5} onHeld={() => void flatten()}>
          {`Hold ${unit("1.5", "s")} to flatten`}
        </HoldButton>
      )}
      <Button
        kind="solid"
        className={styles.resume}
        onClick={() => {
          go("/");
          openResume();
        }}
      >
        <Icon name="lock" size={13} /> Resume…
      </Button>
    </>
  );
}
