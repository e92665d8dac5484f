/** Between a webhook's making and its delivery: passes on, or holds, drops, duplicates, delays and reorders as a test wishes. */
import type { DeliveryRow } from "./app-rows.ts";
import { createRandom, shuffle } from "./random.ts";

/** What the relay does with deliveries. */
export type RelayMode =
  | { readonly kind: "pass" }
  /** Kept until `release()`. */
  | { readonly kind: "hold" }
  /** Logged as failed (502), never sent: GitHub redelivers only when asked. */
  | { readonly kind: "drop" }
  /** Sent this many times with one GUID. */
  | { readonly kind: "duplicate"; readonly copies: number }
  /** Sent after this many further deliveries were made (or at `settled()`). */
  | { readonly kind: "delay"; readonly deliveries: number }
  /** Gathered until `settled()`, then sent one by one in a shuffled order, some never, some twice. */
  | { readonly kind: "chaos"; readonly seed: number; readonly drop?: number; readonly duplicate?: number };

/** The relay of a running stand-in. */
export interface Relay {
  /** Changes the mode for deliveries from now on; `only` leaves all others to pass. */
  use(mode: RelayMode, only?: (delivery: DeliveryRow) => boolean): void;
  /** Deliveries that `hold` keeps. */
  held(): readonly DeliveryRow[];
  /** Sends what is held, in the given order (default: as made), one after the other. */
  release(order?: (held: readonly DeliveryRow[]) => readonly DeliveryRow[]): Promise<void>;
  /** Resolves when nothing is on its way any more; held deliveries stay held. */
  settled(): Promise<void>;
}

/** What the world asks of the relay. */
export interface RelaySource extends Relay {
  accept(delivery: DeliveryRow): void;
  /** Sends at once, whatever the mode (redelivery). */
  sendNow(delivery: DeliveryRow): void;
}

/** How a delivery is really sent; never rejects. */
export type Sender = (delivery: DeliveryRow) => Promise<void>;

interface Waiting {
  readonly delivery: DeliveryRow;
  left: number;
}

/** Passes everything on at first. */
export function createRelay(send: Sender, drop: (delivery: DeliveryRow) => void): RelaySource {
  let mode: RelayMode = { kind: "pass" };
  let only: (delivery: DeliveryRow) => boolean = () => true;
  let held: DeliveryRow[] = [];
  let delayed: Waiting[] = [];
  let gathered: DeliveryRow[] = [];
  const flying = new Set<Promise<void>>();
  /** The answer to the request that caused it goes out first, as on GitHub. */
  const launch = (delivery: DeliveryRow): Promise<void> => {
    const flight = new Promise<void>((resolve) => setImmediate(resolve)).then(() => send(delivery));
    flying.add(flight);
    return flight.finally(() => flying.delete(flight));
  };
  const passDelayed = (): void => {
    for (const waiting of delayed) waiting.left -= 1;
    for (const waiting of delayed.filter((one) => one.left < 0)) void launch(waiting.delivery);
    delayed = delayed.filter((one) => one.left >= 0);
  };
  const byMode = (delivery: DeliveryRow): void => {
    if (mode.kind === "hold") held.push(delivery);
    else if (mode.kind === "drop") drop(delivery);
    else if (mode.kind === "delay") delayed.push({ delivery, left: mode.deliveries });
    else if (mode.kind === "chaos") gathered.push(delivery);
    else for (let copy = 0; copy < (mode.kind === "duplicate" ? mode.copies : 1); copy += 1) void launch(delivery);
  };
  const flush = async (): Promise<void> => {
    const late = delayed.map((waiting) => waiting.delivery);
    delayed = [];
    for (const delivery of late) await launch(delivery);
    const batch = gathered;
    gathered = [];
    if (mode.kind === "chaos") for (const delivery of disturb(batch, mode, drop)) await launch(delivery);
    else for (const delivery of batch) await launch(delivery);
  };
  return {
    use: (next, filter = () => true) => {
      mode = next;
      only = filter;
    },
    held: () => held,
    release: async (order = (all) => all) => {
      const batch = order(held);
      held = [];
      for (const delivery of batch) await launch(delivery);
    },
    settled: async () => {
      while (flying.size + delayed.length + gathered.length > 0) {
        await Promise.all(flying);
        await flush();
      }
    },
    accept: (delivery) => {
      if (only(delivery)) byMode(delivery);
      else void launch(delivery);
      passDelayed();
    },
    sendNow: (delivery) => void launch(delivery),
  };
}

function disturb(
  batch: readonly DeliveryRow[],
  mode: Extract<RelayMode, { kind: "chaos" }>,
  drop: (delivery: DeliveryRow) => void,
): DeliveryRow[] {
  const random = createRandom(mode.seed + (batch[0]?.id ?? 0));
  const kept = batch.flatMap((delivery) => {
    if (random() < (mode.drop ?? 0)) {
      drop(delivery);
      return [];
    }
    return random() < (mode.duplicate ?? 0) ? [delivery, delivery] : [delivery];
  });
  return shuffle(kept, random);
}
