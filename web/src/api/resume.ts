import type { ResumeAnswer, ResumeRequest } from "@/contract/generated";

import { call } from "./client";

/** Lift kill and halts. */
export function postResume(body: ResumeRequest): Promise<ResumeAnswer> {
  return call("/api/resume", { method: "POST", body });
}
