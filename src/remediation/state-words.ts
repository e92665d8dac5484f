/** The states of an item in the words that people read, and what each means for the work. */
import type { ItemState } from "./item.ts";

/** How a state is said, whether work is left, and whether it can hold merges back (gate.md's table of states). */
export const STATE_WORDS: Readonly<Record<ItemState, { word: string; open: boolean; gates: boolean }>> = {
  proposed: { word: "proposed", open: true, gates: false },
  accepted: { word: "accepted", open: true, gates: true },
  "in-progress": { word: "in progress", open: true, gates: true },
  reopened: { word: "opened again", open: true, gates: true },
  done: { word: "done", open: false, gates: false },
  "done-unproven": { word: "done, without proof", open: false, gates: false },
  verified: { word: "verified", open: false, gates: false },
  rejected: { word: "rejected", open: false, gates: false },
  "accepted-risk": { word: "risk accepted", open: false, gates: false },
  "closed-without-reason": { word: "closed without a reason", open: true, gates: true },
  missing: { word: "not found", open: true, gates: true },
};
