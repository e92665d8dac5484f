/** What the story knows of one repository: only what people have done, never what came of it. */

/** An incident that somebody declared. */
export interface IncidentMemory {
  readonly title: string;
  readonly component: Component;
  open: boolean;
  /** Carries the label. */
  labelled: boolean;
}

/** An item that somebody asked for. */
export interface ItemMemory {
  readonly title: string;
  readonly incident: IncidentMemory;
  readonly component: Component;
  open: boolean;
  /** `decided`: rejected or its risk accepted. */
  state: "accepted" | "started" | "decided";
}

/** A pull request. */
export interface PullMemory {
  readonly title: string;
  readonly branch: string;
  readonly component: Component;
  /** The item that its body closes. */
  readonly fixes: ItemMemory | null;
  state: "open" | "closed" | "merged";
}

/** An issue that is none of ours yet. */
export interface PlainMemory {
  readonly title: string;
  used: boolean;
}

/** A component of the policy. */
export type Component = "checkout" | "search";

/** One repository. */
export interface Memory {
  readonly incidents: IncidentMemory[];
  readonly items: ItemMemory[];
  readonly pulls: PullMemory[];
  readonly plain: PlainMemory[];
  /** What an act of this wave has touched or made. */
  readonly touched: Set<object | string>;
}

/** Before the first wave. */
export function emptyMemory(): Memory {
  return { incidents: [], items: [], pulls: [], plain: [], touched: new Set() };
}

/** One that this wave has not touched, now touched; null when there is none. */
export function take<T extends object>(memory: Memory, among: readonly T[], random: () => number): T | null {
  const free = among.filter((one) => !memory.touched.has(one));
  const taken = free[Math.floor(random() * free.length)] ?? null;
  if (taken !== null) memory.touched.add(taken);
  return taken;
}

/** As `take`, for something that is there once. */
export function takeOnce(memory: Memory, what: string): boolean {
  if (memory.touched.has(what)) return false;
  memory.touched.add(what);
  return true;
}

/** Touched: nothing of this wave may change what holds back, as somebody asks about that. */
export const STANDS_STILL = "stands still";

/** Remembers what is new; this wave does not touch it again. */
export function keep<T extends object>(memory: Memory, list: T[], one: T): T {
  list.push(one);
  memory.touched.add(one);
  return one;
}
