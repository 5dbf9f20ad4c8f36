// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";

import { signOut, useCredentials } from "@/api/credentials";

import { takeTokenFromAddress, tokenIn, useSigningIn } from "./startToken";

afterEach(() => {
  vi.unstubAllGlobals();
  signOut();
});

describe("the start token", () => {
  it("is read from the fragment alone", () => {
    expect(tokenIn("#token=abc")).toBe("abc");
    expect(tokenIn("#/logs")).toBeNull();
    expect(tokenIn("")).toBeNull();
  });

  it("leaves the address at once and is exchanged for a session", async () => {
    let addressWhenAsked = "";
    vi.stubGlobal("fetch", (_path: string, request: RequestInit) => {
      addressWhenAsked = location.href;
      expect(request.body).toBe('{"token":"abc"}');
      return Promise.resolve(new Response(JSON.stringify({ session: "s-1", role: "operator", idle_s: 1, as_of_ns: 1 })));
    });
    location.hash = "#token=abc";
    await takeTokenFromAddress();
    expect(addressWhenAsked).not.toContain("abc");
    expect(useCredentials.getState().session).toBe("s-1");
    expect(sessionStorage.getItem("rlbot.session")).toContain("s-1");
  });

  it("says why when it is refused, and does not sign in", async () => {
    const refusal = { error: { code: "unauthorised", message: "Not the printed token.", fields: {} } };
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(refusal), { status: 401 })));
    location.hash = "#token=wrong";
    await takeTokenFromAddress();
    expect(useSigningIn.getState().problem).toBe("Not the printed token.");
    expect(useCredentials.getState().session).toBeNull();
  });
});
