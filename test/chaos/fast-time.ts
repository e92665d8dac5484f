/** Preloaded into the App's processes (`node --import`): their time is the stand-in's, which runs faster and leaps ahead when nothing happens. The hourly work comes when it is called for (SIGUSR2), and not by itself. Nothing of the App is changed. */
import type { FastTime } from "./fast-clock.ts";

let time = JSON.parse(process.env["FAST_TIME"] ?? "null") as FastTime;
const MachineDate = Date;
/** How often the App asks whether an hour has passed. */
const HOURLY_LOOK_MS = 60_000;
const { setTimeout: laterOf, clearTimeout: forget } = globalThis;

function toldNow(): number {
  return time.told + (MachineDate.now() - time.machine) * time.factor;
}

class FastDate extends MachineDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(FastDate.now());
    else super(...given);
  }

  static override now(): number {
    return Math.floor(toldNow());
  }
}

type Act = (...given: unknown[]) => void;

/** A timer by the told time: after a leap it waits for what is left. */
class FastTimer {
  readonly #act: () => void;
  readonly #length: number;
  readonly #again: boolean;
  #due = 0;
  #holds = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(act: () => void, length: number, again: boolean) {
    this.#act = act;
    this.#length = length;
    this.#again = again;
    this.refresh();
  }

  refresh(): this {
    this.#due = toldNow() + this.#length;
    this.wait();
    return this;
  }

  wait(): void {
    forget(this.#timer);
    waiting.add(this);
    this.#timer = laterOf(() => this.#ring(), Math.max(0, this.#due - toldNow()) / time.factor);
    if (!this.#holds) this.#timer.unref();
  }

  #ring(): void {
    waiting.delete(this);
    if (this.#again) this.refresh();
    this.#act();
  }

  close(): this {
    forget(this.#timer);
    waiting.delete(this);
    return this;
  }

  ref(): this {
    this.#holds = true;
    this.#timer?.ref();
    return this;
  }

  unref(): this {
    this.#holds = false;
    this.#timer?.unref();
    return this;
  }

  hasRef(): boolean {
    return this.#holds;
  }
}

const waiting = new Set<FastTimer>();

function later(act: Act, length = 0, ...given: unknown[]): FastTimer {
  return new FastTimer(() => act(...given), length, false);
}

function every(act: Act, length = 0, ...given: unknown[]): FastTimer {
  return new FastTimer(length === HOURLY_LOOK_MS ? () => {} : () => act(...given), length, true);
}

function end(timer: FastTimer | NodeJS.Timeout | undefined): void {
  if (timer instanceof FastTimer) timer.close();
  else forget(timer);
}

Object.assign(globalThis, {
  Date: FastDate,
  setTimeout: later,
  setInterval: every,
  clearTimeout: end,
  clearInterval: end,
});
// Not the end of a process that is still starting.
process.on("SIGUSR2", () => {});
process.on("message", (message) => {
  time = message as FastTime;
  for (const timer of waiting) timer.wait();
});
// Whoever started us is gone: nobody else would end us.
process.on("disconnect", () => process.exit(1));
process.channel?.unref();
