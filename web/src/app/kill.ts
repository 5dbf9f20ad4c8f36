import { create } from "zustand";

import { ApiError } from "@/api/client";
import { postKill } from "@/api/kill";
import { getStatus } from "@/api/status";
import type { KillProgress } from "@/contract/generated";
import type { KillAttempt } from "@/live/killFlow";

const RETRY_MS = 2_000;
const POLL_MS = 1_000;

/** What this page knows of its own kill, beside what the feed says. `progress` came back over REST. */
export const useKill = create<{ attempt: KillAttempt; progress: KillProgress | null }>()(() => ({ attempt: null, progress: null }));

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One click. Sent again until the platform answers; then followed over REST until the broker has confirmed. */
export async function kill(): Promise<void> {
  if (useKill.getState().attempt) return;
  useKill.setState({ attempt: { sentMs: Date.now(), failed: "" } });
  while (useKill.getState().attempt && !(await send())) await pause(RETRY_MS);
  while (useKill.getState().attempt && !(await followed())) await pause(POLL_MS);
  useKill.setState({ attempt: null });
}

async function send(): Promise<boolean> {
  try {
    const answer = await postKill();
    useKill.setState({ progress: answer.progress });
    return answer.accepted;
  } catch (error) {
    const failed = error instanceof ApiError ? error.message : String(error);
    useKill.setState(({ attempt }) => ({ attempt: attempt && { ...attempt, failed } }));
    if (signedOut(error)) useKill.setState({ attempt: null });
    return false;
  }
}

async function followed(): Promise<boolean> {
  try {
    const { kill: progress } = await getStatus();
    useKill.setState({ progress });
    return progress.stage === "halted" || progress.stage === "off";
  } catch (error) {
    if (signedOut(error)) useKill.setState({ attempt: null });
    return false;
  }
}

/** Then the login form stands there, and repeating cannot help. */
function signedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
