import type { Shape, Tone } from "@/components/Glyph";
import type { ComponentState } from "@/contract/generated";

/** The sign of a part of the platform; its word always stands beside it. */
export const PART_LOOK: Record<ComponentState, { shape: Shape; tone: Tone }> = {
  ok: { shape: "dot", tone: "ok" },
  busy: { shape: "spin", tone: "neutral" },
  warn: { shape: "triangle", tone: "warn" },
  error: { shape: "square", tone: "bad" },
  off: { shape: "dash", tone: "muted" },
};
