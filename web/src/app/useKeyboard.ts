import { useEffect } from "react";
import { useLocation } from "wouter";

import { togglePause } from "@/live/pausing";
import { useLive } from "@/live/store";
import { useSelection } from "@/live/selection";

import { kill } from "./kill";
import { TABS } from "./tabs";

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== "radio" && target.type !== "checkbox";
  return target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement);
}

/** The page's own keys; decisions are stepped where they are shown. Kill works while typing too. */
export function useKeyboard(onHelp: () => void): void {
  const [, go] = useLocation();
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.altKey && event.shiftKey && event.code === "KeyK") {
        event.preventDefault();
        void kill();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const tab = TABS[Number(event.key) - 1];
      if (tab) go(tab.path);
      else if (event.key === "?") onHelp();
      else if (event.key === "/") focusFilter(event);
      else if (event.key === "p" || event.key === "P") pauseFocus();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [go, onHelp]);
}

function focusFilter(event: KeyboardEvent): void {
  const field = document.querySelector<HTMLInputElement>("[data-filter]");
  if (!field) return;
  event.preventDefault();
  field.focus();
}

function pauseFocus(): void {
  const { agents } = useLive.getState();
  const chosen = useSelection.getState().agentId;
  const agent = agents.find((each) => each.id === chosen) ?? agents[0];
  if (agent) void togglePause(agent);
}
