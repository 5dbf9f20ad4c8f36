import { create } from "zustand";

import type { Role } from "@/contract/generated";

const KEY = "rlbot.session";

export type Credentials = { session: string | null; role: Role | null };

function stored(): Credentials {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Credentials | null;
    return found ?? { session: null, role: null };
  } catch {
    return { session: null, role: null };
  }
}

/** The session of this tab. Not a cookie (those ignore ports), not in localStorage (which outlives the tab). */
export const useCredentials = create<Credentials>()(() => stored());

export function signIn(session: string, role: Role): void {
  sessionStorage.setItem(KEY, JSON.stringify({ session, role }));
  useCredentials.setState({ session, role });
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
  useCredentials.setState({ session: null, role: null });
}
