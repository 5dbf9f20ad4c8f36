import { describe, expect, it } from "vitest";

import { gateWords } from "./WhyPanel";

describe("the gates of a version", () => {
  it("are counted, and those it fails are named", () => {
    expect(gateWords({})).toBe("no gate run yet,");
    expect(gateWords({ G0: true, G1: true, G2: false })).toBe("gate 2 of 3, G2 fails,");
    expect(gateWords({ G2: false, G3: false })).toBe("gate 0 of 2, G2 G3 fail,");
    expect(gateWords({ G0: true })).toBe("gate 1 of 1,");
  });
});
