import type { Streams } from "@/contract/generated";

import { call } from "./client";

export function getStreams(): Promise<Streams> {
  return call("/api/streams");
}
