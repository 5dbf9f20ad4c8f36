import { create } from "zustand";

type Selection = {
  /** Agent in focus; null until somebody chose one: the first. */
  agentId: string | null;
  /** Decision under the pointer, and the pinned one, which stays. */
  hovered: string | null;
  pinned: string | null;
  /** Where the chart should go next (a bar's timestamp); a new object each time. */
  jump: { barNs: number } | null;
};

/** What the person is looking at. Shared by rail, chart and Why card. */
export const useSelection = create<Selection>()(() => ({ agentId: null, hovered: null, pinned: null, jump: null }));

export function selectAgent(agentId: string): void {
  if (useSelection.getState().agentId !== agentId) useSelection.setState({ agentId, hovered: null, pinned: null });
}

export function hoverDecision(id: string | null): void {
  if (useSelection.getState().hovered !== id) useSelection.setState({ hovered: id });
}

export function pinDecision(id: string | null): void {
  useSelection.setState({ pinned: id });
}

export function jumpTo(barNs: number): void {
  useSelection.setState({ jump: { barNs } });
}
