import { ApiError } from "@/api/client";
import { postPause } from "@/api/pauseAgent";
import { postResumeAgent } from "@/api/resumeAgent";
import type { Agent } from "@/contract/generated";

export function isPaused(agent: Agent): boolean {
  return agent.state === "paused" || agent.state === "paused_by_kill";
}

/** What the button of an agent does, in words: `Pause ppo_stock`. */
export function pauseWords(agent: Agent): string {
  return `${isPaused(agent) ? "Resume" : "Pause"} ${agent.id}`;
}

/** Why it does nothing now; empty where it does. */
export function unpausable(agent: Agent): string {
  if (agent.state !== "stopped" && agent.state !== "failed") return "";
  return `${agent.id} has ${agent.state}${agent.state_detail === "" ? "" : `: ${agent.state_detail}`}`;
}

/** Pauses or resumes; gives back the sentence to show when it was refused. */
export async function togglePause(agent: Agent): Promise<string> {
  if (unpausable(agent) !== "") return unpausable(agent);
  try {
    await (isPaused(agent) ? postResumeAgent(agent.id) : postPause(agent.id));
    return "";
  } catch (error) {
    return error instanceof ApiError ? error.message : "not sent";
  }
}
