import type { ErrorAnswer } from "@/contract/generated";

import { signOut, useCredentials } from "./credentials";

/** The platform said no, or could not be reached. `message` is a sentence for people. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: Record<string, string> = {},
  ) {
    super(message);
    this.name = "ApiError";
  }
}

function isErrorAnswer(body: unknown): body is ErrorAnswer {
  return typeof body === "object" && body !== null && "error" in body;
}

type Options = { method?: "GET" | "POST" | "PUT" | "DELETE"; body?: unknown; timeoutMs?: number; anonymous?: boolean };

/** One call. The session goes in a header, never into the address. */
export async function call<Answer>(path: string, options: Options = {}): Promise<Answer> {
  const { method = "GET", body, timeoutMs = 10_000, anonymous = false } = options;
  const headers: Record<string, string> = { Accept: "application/json" };
  const { session } = useCredentials.getState();
  if (session && !anonymous) headers["Authorization"] = `Bearer ${session}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";

  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, "unreachable", "The platform does not answer. Is `rlbot up` still running?");
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as Answer;
  if (response.status === 401 && !anonymous) signOut();
  if (isErrorAnswer(answer)) throw new ApiError(response.status, answer.error.code, answer.error.message, answer.error.fields);
  throw new ApiError(response.status, "unexpected", `The platform answered ${response.status} without saying why.`);
}

/** `?a=1&b=2` of what is set. */
export function query(values: Record<string, string | number | null | undefined>): string {
  const set = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  if (set.length === 0) return "";
  return `?${new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString()}`;
}
