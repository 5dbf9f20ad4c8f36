import { create } from "zustand";

/** Whether the guarded Resume stands in the place of the Why card. */
export const useResuming = create<{ open: boolean }>()(() => ({ open: false }));

export function openResume(): void {
  useResuming.setState({ open: true });
}

export function closeResume(): void {
  useResuming.setState({ open: false });
}
