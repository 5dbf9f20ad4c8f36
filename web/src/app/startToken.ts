import { create } from "zustand";

import { ApiError } from "@/api/client";
import { signIn } from "@/api/credentials";
import { postSession } from "@/api/session";

/** How signing in goes, for the login form to show. */
export const useSigningIn = create<{ busy: boolean; problem: string }>()(() => ({ busy: false, problem: "" }));

/** The token of `#token=…`, or null. */
export function tokenIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token");
}

export async function signInWith(token: string): Promise<void> {
  useSigningIn.setState({ busy: true, problem: "" });
  try {
    const answer = await postSession(token.trim());
    signIn(answer.session, answer.role);
    useSigningIn.setState({ busy: false });
  } catch (error) {
    const problem = error instanceof ApiError ? error.message : "Signing in failed.";
    useSigningIn.setState({ busy: false, problem });
  }
}

/** A token in the address is taken out of it at once, before anything else can read or copy it. */
export async function takeTokenFromAddress(): Promise<void> {
  const token = tokenIn(location.hash);
  if (token === null) return;
  history.replaceState(null, "", location.pathname + location.search);
  await signInWith(token);
}
