/** Several processes of the App behind one address: those that end are started again, webhooks go to those that live. */
import { type AppProcess, startProcess } from "./app-process.ts";
import type { FastTime } from "./fast-clock.ts";

/** What the processes are given. */
export interface FleetOptions {
  readonly size: number;
  readonly environment: Readonly<Record<string, string>>;
  time(): FastTime;
  /** Whether the processes say which work they do. */
  readonly tellsWork: boolean;
  /** Lines that the processes wrote. */
  said(line: string): void;
  /** One ended, and is started again; throwing means that it must not be. */
  ended(how: number | string): void;
}

/** The processes. */
export interface Fleet {
  /** A living one's address, in turns; null = just now none listens. */
  address(): string | null;
  /** All of them listen. @throws when one ended as none should. */
  isWhole(): boolean;
  /** Ends one; it is started again at once, to die at `dieAt` when that is given. */
  end(index: number, signal: "SIGKILL" | "SIGTERM", dieAt?: string): void;
  /** Sets their clocks. */
  setTime(time: FastTime): void;
  /** The hourly work, now, by one of them. */
  tick(): void;
  /** Rows of the work table by state, as a living process tells them. */
  rows(): Promise<Readonly<Record<string, number>>>;
  /** Ends all with SIGTERM. @returns how each ended. */
  stop(): Promise<readonly (number | string)[]>;
}

interface Place {
  process: AppProcess;
  url: string | null;
  nextDiesAt: string | null;
}

interface FleetState {
  stopping: boolean;
  broken: Error | null;
}

/** Starts them. */
export function startFleet(options: FleetOptions): Fleet {
  const { size } = options;
  const state: FleetState = { stopping: false, broken: null };
  const places = Array.from({ length: size }, () => {
    const place: Place = { process: begin(options, null), url: null, nextDiesAt: null };
    watch(place, options, state);
    return place;
  });
  let turn = 0;
  const address = () => {
    const living = places.flatMap(({ url }) => url ?? []);
    return living[(turn += 1) % living.length] ?? null;
  };
  return {
    address,
    isWhole: () => {
      if (state.broken !== null) throw state.broken;
      return places.every(({ url }) => url !== null);
    },
    end: (index, signal, dieAt) => {
      const place = places[index % size]!;
      place.nextDiesAt = dieAt ?? null;
      place.url = null;
      place.process.signal(signal);
    },
    setTime: (time) => {
      for (const { process } of places) process.setTime(time);
    },
    tick: () => places[0]!.process.signal("SIGUSR2"),
    rows: () => readRows(address()),
    stop: async () => {
      state.stopping = true;
      for (const { process } of places) process.signal("SIGTERM");
      return Promise.all(places.map(({ process }) => process.ended));
    },
  };
}

function begin({ environment, time, tellsWork, said }: FleetOptions, dieAt: string | null): AppProcess {
  return startProcess({ environment, time: time(), dieAt, tellsWork, said });
}

/** Knows when it listens, and starts the next one when it has ended. */
function watch(place: Place, options: FleetOptions, state: FleetState): void {
  const { process } = place;
  const listen = async () => {
    const url = await process.url.catch(() => null);
    if (place.process === process) place.url = url;
  };
  const follow = async () => {
    const how = await process.ended;
    if (state.stopping) return;
    try {
      options.ended(how);
    } catch (error) {
      state.broken = error as Error;
      return;
    }
    Object.assign(place, { process: begin(options, place.nextDiesAt), url: null, nextDiesAt: null });
    watch(place, options, state);
  };
  void listen();
  void follow();
}

async function readRows(url: string | null): Promise<Readonly<Record<string, number>>> {
  const answer = url === null ? null : await fetch(`${url}/metrics`).catch(() => null);
  const text = answer === null ? "" : await answer.text().catch(() => "");
  const rows = text.matchAll(/^aftercare_work_rows\{state="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...rows].map(([, state, count]) => [state!, Number(count)]));
}
