/** What a worker knows of the queue without asking: to look through thousands of rows that may not run would make each row that ends dear. */
import { type Claiming, isSuspect, type WorkItem } from "./work.ts";

/** How much a worker takes. */
export interface Bounds {
  /** Rows at once. */
  readonly concurrency: number;
  /** Rows of one installation at once. */
  readonly perInstallation?: number | undefined;
}

/** What may be asked for, and what the answers told. */
export interface Outlook {
  /** What to ask for while these rows run; null when all places are taken, or nothing can be found. */
  next(running: Iterable<WorkItem>): Claiming | null;
  /** So many rows were found by what `next` gave last. */
  found(count: number): void;
  /** A row ended, whatever became of it: the next one of its key may run. */
  ended(item: WorkItem): void;
  /** Something came, or became due: everything has to be looked at. */
  changed(): void;
}

/** What is known of the queue. */
interface Known {
  /** Nothing may run of other installations than these, but for what `freed` says; null = not known. An empty list: nothing at all. */
  emptyBeyond: readonly number[] | null;
  /** Keys of which a row has ended since that was seen, with their installations. */
  readonly freed: Map<string, number | null>;
  /** Everything is being looked at. */
  asked: Room | null;
  /** Keys of which a row has ended meanwhile: the look may have missed the next one. */
  readonly meanwhile: Set<string>;
}

/** Opens it; nothing is known yet. */
export function openOutlook(bounds: Bounds): Outlook {
  const known: Known = { emptyBeyond: null, freed: new Map(), asked: null, meanwhile: new Set() };
  return {
    next: (running) => {
      const room = roomBeside([...running], bounds);
      known.asked = null;
      if (room.most <= 0) return null;
      if (known.emptyBeyond?.every((installation) => room.busy.includes(installation))) return onlyFreed(known, room);
      known.asked = room;
      known.meanwhile.clear();
      return room;
    },
    found: (count) => {
      const { asked, freed, meanwhile } = known;
      known.asked = null;
      if (asked === null || count === asked.most) return;
      known.emptyBeyond = asked.busy;
      for (const [key, installation] of freed) {
        if (!meanwhile.has(key) || isOf(asked.busy, installation)) freed.delete(key);
      }
    },
    ended: (item) => {
      const { key, installation } = item;
      if (isSuspect(item)) forgetAll(known);
      known.meanwhile.add(key);
      if (known.asked === null && isOf(known.emptyBeyond, installation)) return;
      known.freed.set(key, installation);
    },
    changed: () => forgetAll(known),
  };
}

function forgetAll(known: Known): void {
  known.emptyBeyond = null;
  known.asked = null;
  known.freed.clear();
}

/** The next rows of what has become free, and whose installation has room. */
function onlyFreed({ freed }: Known, { busy, ...room }: Room): Claiming | null {
  const open = [...freed].filter(([, installation]) => !isOf(busy, installation));
  const keys = open.slice(0, room.most).map(([key]) => key);
  for (const key of keys) freed.delete(key);
  return keys.length === 0 ? null : { busy, ...room, keys };
}

/** Null stands for all installations; rows without one belong to none. */
function isOf(installations: readonly number[] | null, installation: number | null): boolean {
  return installations === null || (installation !== null && installations.includes(installation));
}

type Room = Required<Omit<Claiming, "keys">>;

/** As many rows as fit, even when all of them turn out to be of one installation. */
function roomBeside(running: readonly WorkItem[], { concurrency, perInstallation }: Bounds): Room {
  const free = concurrency - running.length;
  const suspecting = running.some(isSuspect);
  if (perInstallation === undefined) return { most: free, busy: [], suspecting };
  const counts = new Map<number, number>();
  for (const { installation } of running) {
    if (installation !== null) counts.set(installation, (counts.get(installation) ?? 0) + 1);
  }
  const busy = [...counts].filter(([, count]) => count >= perInstallation).map(([installation]) => installation);
  const left = [...counts.values()].filter((count) => count < perInstallation).map((count) => perInstallation - count);
  return { most: Math.min(free, perInstallation, ...left), busy, suspecting };
}
