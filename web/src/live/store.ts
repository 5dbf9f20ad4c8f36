import { create } from "zustand";

import type { Beat, ServerMessage } from "@/contract/generated";

import { mergeBars } from "./bars";
import { type LiveData, NOTHING } from "./data";
import { fold, foldSnap } from "./fold";
import type { Connection } from "./socket";

export type LiveState = LiveData & {
  connection: Connection;
  /** Browser's clock at the last heartbeat (or snapshot); null before the first. */
  beatMs: number | null;
  /** What to add to the browser's clock to get the platform's. */
  skewMs: number;
  sources: Beat["src"];
  /** What went wrong while applying a message; empty while all is well. */
  problem: string;
};

export const useLive = create<LiveState>()(() => ({
  ...NOTHING,
  connection: "connecting",
  beatMs: null,
  skewMs: 0,
  sources: [],
  problem: "",
}));

function apply(state: LiveState, message: ServerMessage, browserMs: number): LiveState {
  switch (message.type) {
    case "snap":
      return { ...state, ...foldSnap(state, message.d), beatMs: browserMs, skewMs: message.ts / 1e6 - browserMs };
    case "resumed":
      return { ...state, beatMs: browserMs, skewMs: message.ts / 1e6 - browserMs };
    case "hb":
      return { ...state, beatMs: browserMs, skewMs: message.ts / 1e6 - browserMs, sources: message.src };
    case "resync":
      return state;
    case "d": {
      let data: LiveData = state;
      for (const update of message.state) {
        if (update.d.kind === "bars") mergeBars(update.d);
        data = fold(data, update.d);
      }
      for (const event of message.events) data = fold(data, event.d);
      return { ...state, ...data };
    }
  }
}

/** One frame's worth of messages, folded together and published once. */
export function applyAll(messages: readonly ServerMessage[], browserMs: number): void {
  useLive.setState((state) => {
    try {
      return messages.reduce((folded, message) => apply(folded, message, browserMs), state);
    } catch (error) {
      return { ...state, problem: error instanceof Error ? error.message : String(error) };
    }
  });
}
