/** OpenSLO v1 files as people write them, and everything about them that cannot be measured truly. */
import { describe, expect, test } from "vitest";
import { importOpenSlo, type WantedObjective } from "#src/budget/openslo.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";

const WANTED: WantedObjective = { component: "checkout", name: null, zone: openZone("Europe/Berlin")! };

interface Written {
  readonly name?: string;
  readonly service?: string;
  readonly version?: string;
  readonly method?: string;
  readonly window?: readonly string[];
  readonly objectives?: readonly string[];
}

const ROLLING = ["    - duration: 28d", "      isRolling: true"];

/** One document; the window begins on line 8, its entry on line 9 and the objectives after it. */
function slo(written: Written = {}): string {
  const { name = "checkout", service = "shop", version = "openslo/v1", method = "Occurrences" } = written;
  return [
    `apiVersion: ${version}`,
    "kind: SLO",
    `metadata: { name: ${name} }`,
    "spec:",
    `  service: ${service}`,
    "  indicatorRef: checkout-requests",
    `  budgetingMethod: ${method}`,
    "  timeWindow:",
    ...(written.window ?? ROLLING),
    "  objectives:",
    ...(written.objectives ?? ["    - displayName: main", "      target: 0.999"]),
    "",
  ].join("\n");
}

function read(text: string, wanted: Partial<WantedObjective> = {}) {
  return importOpenSlo({ path: "slo/checkout.yaml", text }, { ...WANTED, ...wanted });
}

function calendar(duration: string, ...rest: readonly string[]): Written {
  return { window: [`    - duration: ${duration}`, "      calendar:", ...rest.map((line) => `        ${line}`)] };
}

describe("the target", () => {
  test.each([
    ["a share", ["target: 0.999"], "99.9"],
    ["a share, to the last digit that is written", ["target: 0.99990000000000000001"], "99.990000000000000001"],
    ["a share with an exponent", ["target: 9.995e-1"], "99.95"],
    ["a share of one", ["target: 1"], "100"],
    ["a percentage", ["targetPercent: 99.95"], "99.95"],
    ["a percentage as text", ['targetPercent: "99.5"'], "99.5"],
    ["both, saying the same", ["target: 0.995", "targetPercent: 99.50"], "99.5"],
    ["an anchor elsewhere", ["target: &t 0.99"], "99"],
  ])("%s", (_name, lines, target) => {
    const objectives = lines.map((line, index) => `    ${index === 0 ? "-" : " "} ${line}`);
    expect(read(slo({ objectives }))).toMatchObject({ ok: true, target, window: "28d" });
  });

  test("of several objectives the strictest counts, and the origin says so with its line", () => {
    const objectives = [
      "    - { target: 0.99, op: lte, value: 200 }",
      "    - { targetPercent: 99.9, op: lte, value: 900 }",
    ];
    expect(read(slo({ objectives }))).toEqual({
      ok: true,
      target: "99.9",
      window: "28d",
      origin: "slo/checkout.yaml:13 (checkout; the strictest of 2 objectives)",
    });
  });

  test.each([
    [
      "percent in the place of a share",
      "target: 99.9",
      "slo/checkout.yaml:12:7 `target: 99.9` is not a share from 0 to 1",
    ],
    ["a share below zero", "target: -0.1", "is not a share from 0 to 1"],
    ["a word", "target: high", "`target: high` is not a share"],
    ["a percentage beyond 100", "targetPercent: 101", "is not a percentage from 0 to 100"],
    ["two that differ", "{ target: 0.99, targetPercent: 99.9 }", "say different things"],
    ["neither", "displayName: main", "neither `target` nor `targetPercent`"],
    ["an empty value", "target:", "neither `target` nor `targetPercent`"],
  ])("%s is refused", (_name, line, reason) => {
    expect(read(slo({ objectives: [`    - ${line}`] }))).toEqual({
      ok: false,
      problem: expect.stringContaining(reason),
    });
  });

  test("one wrong objective among good ones is refused at its line: it might have been the strictest", () => {
    const objectives = ["    - target: 0.99", "    - target: 99.99"];
    expect(read(slo({ objectives }))).toEqual({
      ok: false,
      problem: expect.stringMatching(/^slo\/checkout\.yaml:13:7 /),
    });
  });

  test("a composite is refused", () => {
    const objectives = ["    - { target: 0.99, indicatorRef: a }", "    - { target: 0.99, indicatorRef: b }"];
    expect(read(slo({ objectives }))).toMatchObject({ ok: false, problem: expect.stringContaining("composite") });
  });

  test("no objective at all is refused", () => {
    expect(read(slo({ objectives: ["    []"] }))).toMatchObject({
      ok: false,
      problem: expect.stringContaining("no objective"),
    });
  });
});

describe("the window", () => {
  test.each([
    ["28d", "28d"],
    ["4w", "28d"],
    ["12h", "12h"],
    ["90m", "90m"],
  ])("%s rolls as %s", (duration, window) => {
    const written = { window: [`    - duration: ${duration}`, "      isRolling: true"] };
    expect(read(slo(written))).toMatchObject({ ok: true, window });
  });

  test.each([
    ["1d", "2026-03-05 00:00:00", "calendar-day"],
    ["1w", "2026-03-02 00:00:00", "calendar-week"],
    ["1M", "2026-03-01", "calendar-month"],
    ["1Q", "2026-04-01T00:00", "calendar-quarter"],
    ["3M", "2026-10-01 00:00:00", "calendar-quarter"],
    ["1Y", "2026-01-01 00:00:00", "calendar-year"],
  ])("%s from %s is %s in the zone that the file names", (duration, start, window) => {
    const text = slo(calendar(duration, `startTime: ${start}`, "timeZone: America/New_York"));
    expect(read(text)).toMatchObject({ ok: true, window: `${window}@America/New_York` });
  });

  test("a calendar start without a zone takes the configuration's, and says so", () => {
    expect(read(slo(calendar("1M", "startTime: 2026-03-01 00:00:00")))).toEqual({
      ok: true,
      target: "99.9",
      window: "calendar-month@Europe/Berlin",
      origin:
        "slo/checkout.yaml:13 (checkout; calendar in Europe/Berlin (the configuration's timezone, as the file names none))",
    });
    expect(read(slo(calendar("1M", "startTime: 2026-03-01 00:00:00")), { zone: UTC })).toMatchObject({
      window: "calendar-month@UTC",
    });
  });

  test.each([
    ["a month that starts on the 21st", calendar("1M", "startTime: 2026-01-21 12:30:00"), "on the first of a month"],
    ["a quarter that starts in February", calendar("1Q", "startTime: 2026-02-01 00:00:00"), "first of January, April"],
    ["a week that starts on a Sunday", calendar("1w", "startTime: 2026-03-01 00:00:00"), "on a Monday"],
    ["a day that starts at six", calendar("1d", "startTime: 2026-03-01 06:00:00"), "at midnight"],
    ["a day that does not exist", calendar("1M", "startTime: 2026-02-30 00:00:00"), "is not like 2026-01-01"],
    ["a start with a zone in it", calendar("1M", "startTime: 2026-03-01T00:00:00Z"), "that is `timeZone`"],
    ["no start", calendar("1M", "timeZone: UTC"), "no `startTime`"],
    [
      "an unknown zone",
      calendar("1M", "startTime: 2026-03-01", "timeZone: Mars/Base"),
      "Mars/Base is not an IANA zone",
    ],
    ["a fortnight by the calendar", calendar("2w", "startTime: 2026-03-02"), "only 1d, 1w, 1M, 1Q and 1Y"],
    ["a rolling month", { window: ["    - { duration: 1M, isRolling: true }"] }, "no fixed length"],
    ["a length of nothing", { window: ["    - { duration: 0d, isRolling: true }"] }, "is not like 28d"],
    ["a long form", { window: ["    - { duration: 28 days, isRolling: true }"] }, "is not like 28d"],
    ["neither rolling nor calendar", { window: ["    - duration: 28d"] }, "either `isRolling: true` or a `calendar`"],
    ["both", { window: ["    - { duration: 1M, isRolling: true, calendar: { startTime: 2026-03-01 } }"] }, "as well"],
    ["no duration", { window: ["    - isRolling: true"] }, "no `duration`"],
    ["rolling by a word", { window: ["    - { duration: 28d, isRolling: yes }"] }, "neither true nor false"],
    ["two windows", { window: [...ROLLING, ...ROLLING] }, "exactly one window"],
    ["no window", { window: ["    []"] }, "exactly one window"],
  ] as const)("%s is refused with its place", (_name, written, reason) => {
    const read1 = read(slo(written));
    expect(read1).toEqual({ ok: false, problem: expect.stringContaining(reason) });
    expect((read1 as { problem: string }).problem).toMatch(/^slo\/checkout\.yaml:\d+:\d+ /);
  });
});

describe("which objective", () => {
  const two = [slo({ name: "checkout-latency" }), slo({ name: "checkout", objectives: ["    - target: 0.95"] })].join(
    "---\n",
  );
  const byService = [slo({ name: "a" }), slo({ name: "b", service: "checkout" })].join("---\n");

  test.each([
    ["the one named like the component, among several documents", two, {}, "(checkout)"],
    ["the one that the configuration names", two, { name: "checkout-latency" }, "(checkout-latency)"],
    ["the one whose service is the component", byService, {}, "(b)"],
    ["the only one, whatever its name", slo({ name: "anything" }), {}, "(anything)"],
    [
      "the only one beside documents of other kinds",
      `kind: Service\n---\n${slo({ name: "x" })}---\nkind: SLI\n`,
      {},
      "(x)",
    ],
  ])("%s", (_name, text, wanted, origin) => {
    expect(read(text, wanted)).toMatchObject({ ok: true, origin: expect.stringContaining(origin) });
  });

  test.each([
    [
      "two that may be meant",
      two,
      { component: "search" },
      "several objectives that may be meant (checkout-latency, checkout)",
    ],
    ["two of the same name", slo() + "---\n" + slo(), {}, "several objectives"],
    ["a name that is not there", two, { name: "other" }, "no objective named `other`, but: checkout-latency, checkout"],
    ["a file without objectives", "kind: Service\n", {}, "no document of `kind: SLO`"],
    ["an empty file", "", {}, "no document of `kind: SLO`"],
    ["a list", "- a\n- b\n", {}, "no document of `kind: SLO`"],
    ["a file that is no YAML", "kind: [SLO\n", {}, "slo/checkout.yaml:2:1 Not valid YAML"],
    ["a huge file", "#".repeat(500_001), {}, "too large"],
    [
      "an older version",
      slo({ version: "openslo/v1alpha" }),
      {},
      "slo/checkout.yaml:1:13 the apiVersion openslo/v1alpha",
    ],
    ["Kubernetes' own form", slo({ version: "openslo.com/v2alpha1" }), {}, "is not read, only openslo/v1"],
    ["time slices", slo({ method: "Timeslices" }), {}, "slo/checkout.yaml:7:20 Timeslices judges each slice"],
    ["ratios of time slices", slo({ method: "RatioTimeslices" }), {}, "RatioTimeslices judges each slice"],
    ["an unknown method", slo({ method: "Luck" }), {}, "the budgetingMethod Luck is not known"],
    ["no method", slo({ method: "" }), {}, "`budgetingMethod` is missing"],
  ])("%s: refused, and told why", (_name, text, wanted, reason) => {
    expect(read(text, wanted)).toEqual({ ok: false, problem: expect.stringContaining(reason) });
  });
});
