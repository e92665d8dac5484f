/** Preloaded into the App's processes (`node --import`): their time runs faster and can be set forward, and SIGUSR2 brings the hourly work at once. Nothing of the App is changed. */
import type { FastTime } from "./fast-clock.ts";

let time = JSON.parse(process.env["FAST_TIME"] ?? "null") as FastTime;
const { factor } = time;
const MachineDate = Date;
const HOUR_MS = 3_600_000;
const hourly: (() => void)[] = [];

class FastDate extends MachineDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(FastDate.now());
    else super(...given);
  }

  static override now(): number {
    return Math.floor(time.told + (MachineDate.now() - time.machine) * factor);
  }
}

const { setTimeout: laterOf, setInterval: everyOf } = globalThis;

function later(act: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]): NodeJS.Timeout {
  return laterOf(act, milliseconds / factor, ...given);
}

function every(act: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]): NodeJS.Timeout {
  if (milliseconds === HOUR_MS) hourly.push(act);
  return everyOf(act, milliseconds / factor, ...given);
}

Object.assign(globalThis, {
  Date: FastDate,
  // `promisify(setTimeout)` goes by a property of the function.
  setTimeout: Object.defineProperties(later, Object.getOwnPropertyDescriptors(laterOf)),
  setInterval: Object.defineProperties(every, Object.getOwnPropertyDescriptors(everyOf)),
});
process.on("SIGUSR2", () => {
  for (const act of hourly) act();
});
process.on("message", (message) => {
  time = message as FastTime;
});
// Whoever started us is gone: nobody else would end us.
process.on("disconnect", () => process.exit(1));
process.channel?.unref();
