/** The governor: what GitHub's limits leave, who goes first, and when to come back. */
import { describe, expect, test } from "vitest";
import { type Governor, type Lane, openGovernor } from "#src/github/governor.ts";

const NOW = 1_800_000_000;
const READ = "GET /repos/{owner}/{repo}";
const WRITE = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
const CREATE = "POST /repos/{owner}/{repo}/issues";
const CHECK = "POST /repos/{owner}/{repo}/check-runs";

interface Bench {
  readonly governor: Governor;
  advance(seconds: number): void;
  readonly waits: number[];
}

function bench(options: { readonly share?: number; readonly patience?: number } = {}): Bench {
  let now = NOW;
  const waits: number[] = [];
  const governor = openGovernor({
    now: () => now,
    wait: async (seconds) => {
      waits.push(seconds);
      now += seconds;
    },
    patience: options.patience ?? 0,
    share: () => options.share ?? 1,
  });
  return { governor, waits, advance: (seconds) => void (now += seconds) };
}

/** Sends until it is held back, each request in a session of its own unless told otherwise. */
async function sendMany({ governor }: Bench, lane: Lane, route: string, session?: ReturnType<Governor["session"]>) {
  for (let sent = 0; ; sent += 1) {
    const admission = await (session ?? governor.session(lane)).admit(route);
    if (!admission.ok) return { sent, refusal: admission.refusal };
    admission.settle({ headers: {}, githubNow: NOW, failure: null });
    if (sent > 5_000) throw new Error("never held back");
  }
}

async function send({ governor }: Bench, lane: Lane, headers: Record<string, unknown>, route = READ) {
  const admission = await governor.session(lane).admit(route);
  if (admission.ok) admission.settle({ headers, githubNow: 500, failure: null });
  return admission.ok;
}

describe("points of a minute", () => {
  test.each([
    ["verdict", READ, 900],
    ["verdict", WRITE, 180],
    ["verdict", "POST /graphql", 900],
    ["conversation", READ, 630],
    ["background", READ, 360],
  ] as const)("%s may send %s %i times", async (lane, route, expected) => {
    const one = bench();
    expect((await sendMany(one, lane, route, one.governor.session(lane))).sent).toBe(expected);
  });

  test("housekeeping and conversation leave room for verdicts", async () => {
    const one = bench();
    await sendMany(one, "background", READ, one.governor.session("background"));
    expect((await sendMany(one, "conversation", READ, one.governor.session("conversation"))).sent).toBe(270);
    expect((await sendMany(one, "verdict", READ, one.governor.session("verdict"))).sent).toBe(270);
  });

  test("a verdict that conversation publishes goes as a verdict", async () => {
    const one = bench();
    const session = one.governor.session("conversation");
    await sendMany(one, "conversation", READ, session);
    expect((await session.admit(READ)).ok).toBe(false);
    expect((await session.admit(CHECK)).ok).toBe(true);
  });

  test("work that has not begun waits earlier than work that has, and until many can begin", async () => {
    const one = bench();
    const begun = one.governor.session("conversation");
    expect((await begun.admit(READ)).ok).toBe(true);
    const { sent, refusal } = await sendMany(one, "conversation", READ);
    expect(sent).toBe(503);
    expect((await begun.admit(READ)).ok).toBe(true);
    expect(refusal).toMatchObject({ limit: "abuse", retryAt: NOW + 62 });
  });

  test("a verdict, which has ended when it has begun, may use all of the minute; once held back, it waits until a fifth is free", async () => {
    const one = bench();
    for (let second = 0; second < 10; second += 1) {
      for (let sent = 0; sent < 18; sent += 1) expect(await send(one, "verdict", {}, WRITE)).toBe(true);
      one.advance(1);
    }
    const { sent, refusal } = await sendMany(one, "verdict", WRITE);
    expect(sent).toBe(0);
    expect(refusal).toMatchObject({ limit: "abuse", retryAt: NOW + 63 });
  });

  test("come back as the minute passes", async () => {
    const one = bench();
    const session = one.governor.session("verdict");
    await sendMany(one, "verdict", READ, session);
    one.advance(61);
    expect((await session.admit(READ)).ok).toBe(false);
    one.advance(1);
    expect((await sendMany(one, "verdict", READ, session)).sent).toBe(900);
  });

  test("are shared among replicas", async () => {
    const one = bench({ share: 0.25 });
    expect((await sendMany(one, "verdict", READ, one.governor.session("verdict"))).sent).toBe(225);
  });
});

describe("creations", () => {
  test("stop below 80 a minute and 500 an hour, and the refusal says when the oldest counts no more", async () => {
    const one = bench();
    let made = 0;
    for (let minute = 0; minute < 6; minute += 1) {
      made += (await sendMany(one, "conversation", CREATE)).sent;
      one.advance(62);
    }
    made += (await sendMany(one, "conversation", CREATE)).sent;
    const { refusal } = await sendMany(one, "conversation", CREATE);
    expect(made).toBe(475);
    expect(refusal).toMatchObject({ limit: "abuse", retryAt: NOW + 3_602 });
  });

  test("leave reading and verdicts alone", async () => {
    const one = bench();
    await sendMany(one, "background", CREATE);
    expect(await send(one, "background", {})).toBe(true);
    expect(await send(one, "background", {}, CHECK)).toBe(true);
  });
});

describe("the hour's quota", () => {
  const told = (remaining: number) => ({
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": "800",
  });

  test.each([
    [1_250, [false, true, true]],
    [500, [false, false, true]],
    [0, [false, false, false]],
  ] as const)(
    "with %i left, background, conversation and verdicts are let through: %j",
    async (remaining, expected) => {
      const one = bench();
      await send(one, "verdict", told(remaining));
      const lanes = ["background", "conversation", "verdict"] as const;
      const passed: boolean[] = [];
      for (const lane of lanes) passed.push(await send(one, lane, told(remaining)));
      expect(passed).toEqual(expected);
    },
  );

  test("resets at GitHub's time, told by our clock", async () => {
    const one = bench();
    await send(one, "verdict", told(0));
    const refused = await one.governor.session("verdict").admit(READ);
    expect(refused).toMatchObject({ ok: false, refusal: { limit: "quota", retryAt: NOW + 300 } });
    expect(one.governor.quota()).toEqual({ limit: 5_000, remaining: 0, reset: NOW + 300 });
    one.advance(300);
    expect(await send(one, "verdict", told(4_999))).toBe(true);
  });

  test("of REST does not hold GraphQL back", async () => {
    const one = bench();
    await send(one, "verdict", told(0));
    expect(await send(one, "verdict", {}, "POST https://api.github.com/graphql")).toBe(true);
  });
});

test("a host without secondary limits is not paced, but heard", async () => {
  const governor = openGovernor({ now: () => NOW, wait: async () => {}, paced: false });
  const one = { governor, waits: [], advance: () => {} };
  for (let sent = 0; sent < 2_000; sent += 1) expect(await send(one, "background", {}, CREATE)).toBe(true);
  const failure = { kind: "limited", limit: "abuse", retryAt: 530, message: "secondary" } as const;
  const admission = await governor.session("verdict").admit(READ);
  if (admission.ok) admission.settle({ headers: {}, githubNow: 500, failure });
  expect(await send(one, "verdict", {})).toBe(false);
});

test("when GitHub asks for silence, every lane is silent for so long", async () => {
  const one = bench();
  const admission = await one.governor.session("background").admit(READ);
  const failure = { kind: "limited", limit: "abuse", retryAt: 530, message: "secondary" } as const;
  if (admission.ok) admission.settle({ headers: {}, githubNow: 500, failure });
  expect(await one.governor.session("verdict").admit(READ)).toMatchObject({
    ok: false,
    refusal: { retryAt: NOW + 30 },
  });
  one.advance(30);
  expect(await send(one, "verdict", {})).toBe(true);
});

test("a short wait is waited for inside the request, a long one is refused at once", async () => {
  const one = bench({ patience: 2 });
  const session = one.governor.session("verdict");
  const filled = async () => {
    for (let sent = 0; sent < 900; sent += 1) {
      const admission = await session.admit(READ);
      if (admission.ok) admission.settle({ headers: {}, githubNow: NOW, failure: null });
    }
  };
  await filled();
  one.advance(59);
  expect((await session.admit(READ)).ok).toBe(false);
  one.advance(1);
  expect((await session.admit(READ)).ok).toBe(true);
  expect(one.waits).toEqual([2]);
});

test("no more than 90 are under way at once, and a verdict that waits is let in before others", async () => {
  const one = bench();
  const open = await Promise.all(Array.from({ length: 90 }, () => one.governor.session("verdict").admit(READ)));
  const order: string[] = [];
  const waiting = (["background", "conversation", "verdict"] as const).map(async (lane) => {
    const admission = await one.governor.session(lane).admit(READ);
    order.push(lane);
    if (admission.ok) admission.settle({ headers: {}, githubNow: NOW, failure: null });
  });
  expect(order).toEqual([]);
  for (const admission of open) if (admission.ok) admission.settle({ headers: {}, githubNow: NOW, failure: null });
  await Promise.all(waiting);
  expect(order[0]).toBe("verdict");
});
