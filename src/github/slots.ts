/** A bounded number of things at once; who waits is let in by importance, then in order of arrival. */

/** Places to be taken and released. */
export interface Slots<Lane extends string> {
  /** Resolves when there is a place. */
  take(lane: Lane): Promise<void>;
  /** Gives a place back; call once for each `take`. */
  release(): void;
}

/** What slots are made from. */
export interface SlotOptions<Lane extends string> {
  /** Most important first. */
  readonly order: readonly Lane[];
  /** How many may be under way before this lane has to wait. */
  room(lane: Lane): number;
}

/** Opens the places. */
export function openSlots<Lane extends string>({ order, room }: SlotOptions<Lane>): Slots<Lane> {
  let taken = 0;
  const waiting = new Map(order.map((lane) => [lane, [] as (() => void)[]]));
  const admitNext = () => {
    for (const lane of order) {
      const queue = waiting.get(lane)!;
      if (queue.length === 0) continue;
      if (taken >= room(lane)) return;
      taken += 1;
      return queue.shift()!();
    }
  };
  return {
    take: (lane) => {
      if (taken < room(lane)) {
        taken += 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.get(lane)!.push(resolve));
    },
    release: () => {
      taken -= 1;
      admitNext();
    },
  };
}
