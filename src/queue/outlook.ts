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

/** Opens it; nothing is known yet. */
export function openOutlook(bounds: Bounds): Outlook {
  /** Nothing may run of other installations than these, but for what `freed` says; null = not known. An empty list: nothing at all. */
  let emptyBeyond: readonly number[] | null = null;
  let asked: Room | null = null;
  let isStale = false;
  /** Keys of which a row has ended since everything was looked at, with their installations. */
  const freed = new Map<string, number | null>();

  const freedBeside = ({ busy }: Room): readonly string[] =>
    [...freed].flatMap(([key, installation]) => (installation !== null && busy.includes(installation) ? [] : [key]));
  const onlyFreed = (room: Room): Claiming | null => {
    const keys = freedBeside(room).slice(0, room.most);
    for (const key of keys) freed.delete(key);
    return keys.length === 0 ? null : { ...room, keys };
  };

  return {
    next: (running) => {
      const room = roomBeside([...running], bounds);
      if (room.most <= 0) return null;
      if (emptyBeyond?.every((installation) => room.busy.includes(installation))) {
        asked = null;
        return onlyFreed(room);
      }
      asked = room;
      isStale = false;
      for (const key of freedBeside(room)) freed.delete(key);
      return room;
    },
    found: (count) => {
      if (asked === null || isStale) return;
      emptyBeyond = count < asked.most ? asked.busy : null;
    },
    ended: (item) => {
      freed.set(item.key, item.installation);
      if (isSuspect(item)) emptyBeyond = null;
    },
    changed: () => {
      emptyBeyond = null;
      isStale = true;
    },
  };
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
