import type { ResumeOffer } from "@/contract/generated";

import { call } from "./client";

/** The checklist, the words to type, and a code that is good once and for a minute. */
export function getResumeOffer(): Promise<ResumeOffer> {
  return call("/api/resume");
}
