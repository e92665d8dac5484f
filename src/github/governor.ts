/** Keeps one installation within GitHub's limits: what may not be sent yet waits, and verdicts go before conversation and housekeeping. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { Failure } from "./errors.ts";
import { costOf, isCreation, resourceOf } from "./request-cost.ts";
import { openSlots, type Slots } from "./slots.ts";
import { openSpendingWindow, type SpendingWindow } from "./spending-window.ts";

/** What a request is for. `verdict`: judging and publishing; `conversation`: replies, analyses, items; `background`: sweeps and digests. */
export type Lane = "verdict" | "conversation" | "background";

/** What a lane may take of each budget, so that something is always left for the lanes before it. */
interface Allowance {
  /** Share of the points of a minute. */
  readonly points: number;
  /** Share of the content creations. Verdicts create none. */
  readonly creations: number;
  /** Share of the hour's quota that must be left over. */
  readonly keep: number;
  /** Work that has not begun waits while more than this share of the lane's points is spent: work that has begun must be able to end. */
  readonly begin: number;
  /** Once held back, work begins again only when no more than this share is spent: then many begin, not one by one. */
  readonly beginAgain: number;
}

const ALLOWANCES: Readonly<Record<Lane, Allowance>> = {
  // Where everything is remembered a verdict is one write: it has ended when it has begun.
  verdict: { points: 1, creations: 1, keep: 0, begin: 1, beginAgain: 0.8 },
  conversation: { points: 0.7, creations: 0.95, keep: 0.1, begin: 0.8, beginAgain: 0.5 },
  background: { points: 0.4, creations: 0.6, keep: 0.25, begin: 0.8, beginAgain: 0.5 },
};

/** GitHub's published limits for one installation: points a minute (REST), content creations a minute and an hour. */
const POINTS_A_MINUTE = 900;
const CREATIONS_A_MINUTE = 80;
const CREATIONS_AN_HOUR = 500;
/** Requests travel for a while, and our clock counts whole seconds: a window of ours ends a little after GitHub's. */
const SLACK: Seconds = 2;
/** GitHub allows 100 at once; ten are left for tokens and for what was started by a process that has since died. */
const AT_ONCE = 90;

/** The hour's quota as GitHub last told it, by our clock. */
export interface Quota {
  readonly limit: number;
  readonly remaining: number;
  readonly reset: Instant;
}

/** Why a request may not be sent yet. `quota`: the hour's; `abuse`: a secondary limit. */
export interface Refusal {
  readonly limit: "quota" | "abuse";
  readonly retryAt: Instant;
  readonly message: string;
}

/** What became of a request that was let through. */
export interface Settlement {
  readonly headers: Readonly<Record<string, unknown>>;
  /** GitHub's clock when it answered: its reset times are told by that clock. */
  readonly githubNow: Instant;
  readonly failure: Failure | null;
}

/** Leave to send one request, to be settled exactly once when it was answered or broke. */
export type Admission =
  | { readonly ok: true; settle(settlement: Settlement): void }
  | { readonly ok: false; readonly refusal: Refusal };

/** One piece of work: once it has begun it may use the whole of its lane's budget. */
export interface Session {
  /** Waits a little when that helps; else refuses and says when to come back. Never throws. */
  admit(route: string): Promise<Admission>;
}

/** The governor of one installation. */
export interface Governor {
  session(lane: Lane): Session;
  /** The hour's quota for REST; null until GitHub has told it. */
  quota(): Quota | null;
}

/** What a governor is made from. */
export interface GovernorOptions {
  /** Our clock. */
  now(): Instant;
  wait(length: Seconds): Promise<void>;
  /** The longest wait inside a request; what takes longer is refused. Default 2. */
  readonly patience?: Seconds;
  /** False where the host has no secondary limits (GitHub Enterprise Server): then only what it says counts. Default true. */
  readonly paced?: boolean;
  /** Our part of the installation's budgets, above 0 and at most 1: replicas share them. Default 1. */
  share?(): number;
}

interface State {
  readonly options: GovernorOptions;
  readonly points: SpendingWindow;
  readonly creations: SpendingWindow;
  readonly creationsOfHour: SpendingWindow;
  readonly slots: Slots<Lane>;
  readonly quotas: Map<string, Quota>;
  /** GitHub has asked for silence until then. */
  silentUntil: Instant;
}

/** Opens the governor of one installation, with nothing spent. */
export function openGovernor(options: GovernorOptions): Governor {
  const state: State = {
    options,
    points: openSpendingWindow(60 + SLACK),
    creations: openSpendingWindow(60 + SLACK),
    creationsOfHour: openSpendingWindow(3_600 + SLACK),
    slots: openSlots({
      order: ["verdict", "conversation", "background"],
      room: (lane) => Math.max(2, Math.floor(AT_ONCE * shareOf(options) * ALLOWANCES[lane].points)),
    }),
    quotas: new Map(),
    silentUntil: 0,
  };
  return {
    session: (lane) => {
      const work = { lane, begun: false };
      return { admit: (route) => admit(state, work, route) };
    },
    quota: () => state.quotas.get("core") ?? null,
  };
}

interface Work {
  readonly lane: Lane;
  begun: boolean;
}

/** A verdict that is written or looked up is one, whatever work asks for it. */
function laneOf(work: Work, route: string): Lane {
  return /\/check-runs|\/statuses\/|\/status$/.test(route) ? "verdict" : work.lane;
}

async function admit(state: State, work: Work, route: string): Promise<Admission> {
  const { now, wait, patience = 2 } = state.options;
  const lane = laneOf(work, route);
  await state.slots.take(lane);
  let left = patience;
  for (;;) {
    const refusal = obstacle(state, { ...work, lane }, route);
    if (refusal === null) break;
    const length = Math.max(1, refusal.retryAt - now());
    if (length > left) {
      state.slots.release();
      return { ok: false, refusal };
    }
    left -= length;
    await wait(length);
  }
  work.begun = true;
  charge(state, route);
  return {
    ok: true,
    settle: (settlement) => {
      state.slots.release();
      learn(state, route, settlement);
    },
  };
}

function obstacle(state: State, work: Work, route: string): Refusal | null {
  const now = state.options.now();
  if (state.silentUntil > now) return refuse("abuse", state.silentUntil, "GitHub asked us to be silent for a while");
  const allowance = ALLOWANCES[work.lane];
  const quota = state.quotas.get(resourceOf(route));
  if (quota && quota.reset > now && quota.remaining <= quota.limit * allowance.keep) {
    return refuse("quota", quota.reset, "this hour's requests are used up or kept for verdicts");
  }
  if (state.options.paced === false) return null;
  return pointsObstacle(state, work, costOf(route)) ?? (isCreation(route) ? creationObstacle(state, allowance) : null);
}

function pointsObstacle(state: State, work: Work, cost: number): Refusal | null {
  const now = state.options.now();
  const { points, begin, beginAgain } = ALLOWANCES[work.lane];
  const whole = POINTS_A_MINUTE * shareOf(state.options) * points;
  const allowed = Math.max(cost, work.begun ? whole : whole * begin);
  if (state.points.spent(now) + cost <= allowed) return null;
  const target = work.begun ? allowed - cost : whole * beginAgain;
  return refuse("abuse", state.points.fallsTo(target, now), "this minute's requests are used up or kept for verdicts");
}

function creationObstacle(state: State, { creations }: Allowance): Refusal | null {
  const now = state.options.now();
  const message = "no more issues and comments may be created for now";
  const windows = [
    [state.creations, CREATIONS_A_MINUTE],
    [state.creationsOfHour, CREATIONS_AN_HOUR],
  ] as const;
  for (const [window, limit] of windows) {
    const allowed = Math.max(1, Math.floor(limit * creations * shareOf(state.options)));
    if (window.spent(now) + 1 > allowed) return refuse("abuse", window.fallsTo(allowed - 1, now), message);
  }
  return null;
}

function refuse(limit: Refusal["limit"], retryAt: Instant, message: string): Refusal {
  return { limit, retryAt, message };
}

function charge(state: State, route: string): void {
  const now = state.options.now();
  state.points.spend(costOf(route), now);
  const quota = state.quotas.get(resourceOf(route));
  if (quota) state.quotas.set(resourceOf(route), { ...quota, remaining: Math.max(0, quota.remaining - 1) });
  if (!isCreation(route)) return;
  state.creations.spend(1, now);
  state.creationsOfHour.spend(1, now);
}

/** Takes over what GitHub said about its limits, told in our time. */
function learn(state: State, route: string, { headers, githubNow, failure }: Settlement): void {
  const now = state.options.now();
  const number = (name: string) => (headers[name] === undefined ? Number.NaN : Number(headers[name]));
  const [limit, remaining, reset] = [
    number("x-ratelimit-limit"),
    number("x-ratelimit-remaining"),
    number("x-ratelimit-reset"),
  ];
  const named = headers["x-ratelimit-resource"];
  const resource = typeof named === "string" ? named : resourceOf(route);
  if (limit > 0 && remaining >= 0 && reset > 0) {
    state.quotas.set(resource, { limit, remaining, reset: now + Math.max(0, reset - githubNow) });
  }
  if (failure?.kind !== "limited") return;
  const until = now + Math.max(1, failure.retryAt - githubNow);
  if (failure.limit === "abuse") state.silentUntil = Math.max(state.silentUntil, until);
  else state.quotas.set(resource, { limit: limit > 0 ? limit : 1, remaining: 0, reset: until });
}

function shareOf({ share }: GovernorOptions): number {
  return share?.() ?? 1;
}
