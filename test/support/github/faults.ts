/** Faults on demand: server errors, latency, broken connections before or after the write, limits, and listings that lag behind writes. */
import type { RepositoryRow } from "./rows.ts";
import type { State } from "./state.ts";
import { createRandom } from "./random.ts";

/** What goes wrong. */
export type FaultKind =
  | { readonly kind: "status"; readonly status: 404 | 500 | 502 | 503 | 504 }
  /** The write happens, then the answer is this all the same. */
  | { readonly kind: "status-after"; readonly status: 500 | 502 | 503 | 504 }
  | { readonly kind: "latency"; readonly milliseconds: number }
  /** The connection breaks and nothing was written. */
  | { readonly kind: "break-before" }
  /** The write happens, then the connection breaks: the caller cannot know. */
  | { readonly kind: "break-after" }
  | {
      readonly kind: "secondary-limit";
      /** Seconds in `retry-after`. */ readonly retryAfter: number;
      readonly status?: 403 | 429;
    }
  | { readonly kind: "primary-limit" };

/** When it goes wrong. */
export interface Fault {
  readonly fault: FaultKind;
  /** `POST /repos/{owner}/{repo}/issues`; absent = every route. */
  readonly route?: string;
  /** Matching requests that pass unharmed first. */
  readonly skip?: number;
  /** How often it strikes; absent = until `clear()`. */
  readonly times?: number;
  /** Chance of each strike, 0 to 1, by the seeded generator. Default 1. */
  readonly probability?: number;
}

type Rows = Pick<RepositoryRow, "issues" | "comments">;

/** The switches of a running stand-in. */
export interface Faults {
  add(fault: Fault): void;
  /** Ends all faults and the lag. */
  clear(): void;
  /** Seeds the chances. */
  seed(seed: number): void;
  /** From now on a listing shows a write only after this many further requests. */
  lag(requests: number): void;
  /** Listings show everything that was written so far. */
  catchUp(): void;
}

/** What the server asks of the faults. */
export interface FaultSource extends Faults {
  /** The fault that strikes this request, if one does. */
  strike(route: string): FaultKind | undefined;
  /** Tells that a request begins; writes remember how the rows stood before. */
  begin(state: State, write: boolean): void;
  /** The rows of a repository as a listing sees them now. */
  listed(repository: RepositoryRow): Rows;
}

/** No faults at first. */
export function createFaults(): FaultSource {
  let armed: { readonly fault: Fault; seen: number; struck: number }[] = [];
  let random = createRandom(1);
  const lagging = createLag();
  return {
    add: (fault) => void armed.push({ fault, seen: 0, struck: 0 }),
    clear: () => {
      armed = [];
      lagging.set(0);
    },
    seed: (seed) => {
      random = createRandom(seed);
    },
    lag: lagging.set,
    catchUp: lagging.catchUp,
    begin: lagging.begin,
    listed: lagging.listed,
    strike: (route) => {
      for (const entry of armed) {
        const { fault } = entry;
        if (fault.route !== undefined && fault.route !== route) continue;
        entry.seen += 1;
        if (entry.seen <= (fault.skip ?? 0) || entry.struck >= (fault.times ?? Infinity)) continue;
        if (random() >= (fault.probability ?? 1)) continue;
        entry.struck += 1;
        return fault.fault;
      }
      return undefined;
    },
  };
}

function createLag(): {
  set(requests: number): void;
  catchUp(): void;
  begin(state: State, write: boolean): void;
  listed(repository: RepositoryRow): Rows;
} {
  let distance = 0;
  let now = 0;
  let before: { readonly at: number; readonly rows: ReadonlyMap<number, Rows> }[] = [];
  return {
    set: (requests) => {
      distance = requests;
      before = [];
    },
    catchUp: () => {
      before = [];
    },
    begin: (state, write) => {
      now += 1;
      before = before.filter((snapshot) => snapshot.at >= now - distance);
      if (write && distance > 0) before.push({ at: now, rows: copyRows(state) });
    },
    listed: (repository) => before[0]?.rows.get(repository.id) ?? repository,
  };
}

function copyRows(state: State): ReadonlyMap<number, Rows> {
  return new Map(
    [...state.repositories.values()].map((row) => [
      row.id,
      structuredClone({ issues: row.issues, comments: row.comments }),
    ]),
  );
}
