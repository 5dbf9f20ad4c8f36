import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";

import { postResume } from "@/api/resume";
import { getResumeOffer } from "@/api/resumeOffer";
import { Button } from "@/components/Button";
import { Failed } from "@/components/Empty";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import { Glyph } from "@/components/Glyph";
import { Sentence } from "@/components/Sentence";
import { useNow } from "@/components/useNow";
import { unit } from "@/components/format/number";
import type { CheckState, ResumeCheck, ResumeOffer } from "@/contract/generated";
import { closeResume } from "@/live/resuming";
import { useLive } from "@/live/store";

import styles from "./ResumePanel.module.css";

/** The guarded way back: what stopped, what is open, the words to type, a code that is good once and for a minute. Looked at
 * anew where positions closed meanwhile. */
export function ResumePanel() {
  const open = useLive((state) => state.positions?.items.length ?? 0);
  const offer = useQuery({ queryKey: ["resume", open], queryFn: getResumeOffer, gcTime: 0, staleTime: Number.POSITIVE_INFINITY });
  const clear = offer.data?.checks.filter((check) => check.state === "ok").length ?? 0;
  return (
    <Panel
      label="Resume trading"
      title="Resume trading"
      note={offer.data ? `guarded, ${clear} of ${offer.data.checks.length} checks clear` : "guarded"}
      controls={
        <Button kind="icon" aria-label="Stay halted" onClick={closeResume}>
          <Icon name="close" size={11} />
        </Button>
      }
      bodyClassName={styles.body}
    >
      <p className={styles.text}>Check what stopped and what is still open. Agents come back paused; you arm them one by one.</p>
      {offer.error && <Failed message={offer.error.message} onRetry={() => void offer.refetch()} />}
      {offer.data && (
        <>
          <ul className={styles.checks}>
            {offer.data.checks.map((check) => (
              <Check key={check.name} check={check} />
            ))}
          </ul>
          <Confirm key={offer.data.nonce} offer={offer.data} onAgain={() => void offer.refetch()} />
        </>
      )}
    </Panel>
  );
}

const STATE_WORDS: Record<CheckState, string> = { ok: "clear", warn: "look at it", fail: "forbids resuming" };

function Check({ check }: { check: ResumeCheck }) {
  return (
    <li className={styles.check}>
      {check.state === "ok" && (
        <span className={styles.ok}>
          <Icon name="check" size={13} />
        </span>
      )}
      {check.state === "warn" && <Glyph shape="triangle" tone="warn" size={11} />}
      {check.state === "fail" && <Glyph shape="square" tone="bad" size={11} />}
      <span className={styles.name}>
        {check.name.charAt(0).toUpperCase() + check.name.slice(1).replaceAll("_", " ")}
        <span className="visually-hidden">, {STATE_WORDS[check.state]}</span>
      </span>
      <span className={styles.detail}>
        <Sentence text={check.detail} />
      </span>
    </li>
  );
}

function Confirm({ offer, onAgain }: { offer: ResumeOffer; onAgain: () => void }) {
  const [words, setWords] = useState("");
  const [token, setToken] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const now = useNow();
  const skew = useLive((state) => state.skewMs);
  const leftS = Math.max(0, Math.ceil((offer.expires_ns / 1e6 - now - skew) / 1000));
  const resume = useMutation({
    mutationFn: () => postResume({ nonce: offer.nonce, words, ...(offer.needs_token ? { token } : {}) }),
    onSuccess: closeResume,
  });
  if (!offer.allowed) return <Failed message={offer.reason} onRetry={onAgain} />;

  const ready = words === offer.words && leftS > 0 && (!offer.needs_token || token !== "");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) resume.mutate();
  };
  return (
    <form className={styles.confirm} onSubmit={submit}>
      <label htmlFor="words">
        Type <b>{offer.words}</b> to continue
      </label>
      <input id="words" ref={field} className={styles.field} autoComplete="off" spellCheck={false} value={words} onChange={(event) => setWords(event.target.value)} />
      {offer.needs_token && (
        <>
          <label htmlFor="again">Start token, once more</label>
          <input id="again" className={styles.field} type="password" autoComplete="off" value={token} onChange={(event) => setToken(event.target.value)} />
        </>
      )}
      {resume.error && (
        <p className={styles.problem} role="alert">
          <Sentence text={resume.error.message} />
        </p>
      )}
      <div className={styles.actions}>
        {leftS > 0 ? (
          <span>Code valid for {unit(String(leftS), "s")}</span>
        ) : (
          <Button onClick={onAgain}>Get a new code</Button>
        )}
        <Button onClick={closeResume}>Stay halted</Button>
        <Button type="submit" kind="solid" disabled={!ready || resume.isPending} title={ready ? undefined : `Type ${offer.words} first`}>
          <Icon name="lock" size={12} /> Resume
        </Button>
      </div>
    </form>
  );
}
