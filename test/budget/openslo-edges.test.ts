/** OpenSLO at the edges: near misses of durations and dates, one objective that is no composite, and the line that each refusal names. */
import { describe, expect, it } from "vitest";
import { importOpenSlo } from "#src/budget/openslo.ts";
import { openZone } from "#src/calendar/zone.ts";

const BERLIN = openZone("Europe/Berlin")!;

function read(window: readonly string[], objectives: readonly string[] = ["    - target: 0.999"]) {
  const text = [
    "apiVersion: openslo/v1",
    "kind: SLO",
    "metadata: { name: checkout }",
    "spec:",
    "  service: shop",
    "  budgetingMethod: Occurrences",
    "  timeWindow:",
    ...window,
    "  objectives:",
    ...objectives,
    "",
  ].join("\n");
  return importOpenSlo({ path: "slo.yaml", text }, { component: "checkout", name: null, zone: BERLIN });
}

const rolling = (duration: string, isRolling = "true") => [
  `    - duration: ${duration}`,
  `      isRolling: ${isRolling}`,
];
const calendar = (duration: string, startTime: string, timeZone?: string) => [
  `    - duration: ${duration}`,
  "      isRolling: false",
  "      calendar:",
  `        startTime: ${startTime}`,
  ...(timeZone === undefined ? [] : [`        timeZone: ${timeZone}`]),
];
const problemOf = (found: ReturnType<typeof read>) => (found.ok ? "" : found.problem);

describe("durations of rolling windows", () => {
  it.each(["x28d", "28dd", "d", "0d", "28", '"28 d"', "90s", "99999d", "100000d"])(
    "%s is refused where it stands",
    (duration) => {
      expect(problemOf(read(rolling(duration)))).toMatch(/^slo\.yaml:8:\d+ .*is not like 28d or 4w/);
    },
  );

  it.each([
    ["28d", "28d"],
    ["4w", "28d"],
  ])("%s is read", (duration, window) => {
    expect(read(rolling(duration))).toMatchObject({
      ok: true,
      window: expect.stringMatching(new RegExp(`^(${window}|${duration})$`)),
    });
  });
});

describe("beginnings of calendar windows", () => {
  it.each([
    ["1M", "2026-01-02 00:00:00", "first of a month"],
    ["1Q", "2026-02-01 00:00:00", "January, April, July or October"],
    ["1Q", "2026-04-02 00:00:00", "January, April, July or October"],
    ["1Y", "2026-02-01 00:00:00", "1 January"],
    ["1Y", "2026-01-02 00:00:00", "1 January"],
    ["1d", "2026-01-01 00:01", "at midnight"],
    ["1d", "x2026-01-01 00:00", "is not like 2026-01-01"],
    ["1d", "soon", "is not like 2026-01-01"],
  ])("%s from %s is refused", (duration, start, said) => {
    expect(problemOf(read(calendar(duration, start)))).toContain(said);
  });

  it.each([
    ["1M", "2026-03-01 00:00:00", "calendar-month@Europe/Berlin"],
    ["1Q", "2026-10-01 00:00", "calendar-quarter@Europe/Berlin"],
    ["1Y", "2026-01-01", "calendar-year@Europe/Berlin"],
    ["1d", "2026-05-09 00:00:00", "calendar-day@Europe/Berlin"],
    ["1w", "2026-11-02", "calendar-week@Europe/Berlin"],
    ["7d", "2026-11-02", "calendar-week@Europe/Berlin"],
    ["3M", "2026-07-01", "calendar-quarter@Europe/Berlin"],
    ["12M", "2026-01-01", "calendar-year@Europe/Berlin"],
    ["4Q", "2026-01-01", "calendar-year@Europe/Berlin"],
  ])("%s from %s is read", (duration, start, window) => {
    expect(read(calendar(duration, start))).toMatchObject({ ok: true, window });
  });

  it("says where the zone came from only when the file names none", () => {
    const said = (timeZone?: string) => {
      const found = read(calendar("1M", "2026-03-01 00:00:00", timeZone));
      return found.ok ? found.origin : found.problem;
    };
    expect(said()).toContain("the configuration's timezone");
    expect(said("America/New_York")).not.toContain("the configuration's timezone");
  });
});

describe("objectives", () => {
  it("one with an indicator of its own is no composite", () => {
    expect(read(rolling("28d"), ["    - target: 0.999", "      indicatorRef: a"])).toMatchObject({ ok: true });
  });

  it.each(["compositeWeight: 1", "indicatorRef: a", "indicator: { metadata: { name: a } }"])(
    "two of which one has %s are refused",
    (mark) => {
      const found = read(rolling("28d"), ["    - target: 0.99", "    - target: 0.999", `      ${mark}`]);
      expect(problemOf(found)).not.toBe("");
    },
  );

  it("of two equal ones the first is taken, of others the strictest", () => {
    const origin = (objectives: readonly string[]) => {
      const found = read(rolling("28d"), objectives);
      return found.ok ? `${found.target} ${found.origin}` : found.problem;
    };
    const named = (name: string, target: string) => [`    - displayName: ${name}`, `      target: ${target}`];
    expect(origin([...named("one", "0.99"), ...named("two", "0.99")])).toMatch(/^99 slo\.yaml:11 /);
    expect(origin([...named("one", "0.99"), ...named("two", "0.999")])).toMatch(/^99.9 slo\.yaml:13 /);
  });

  it.each([
    ["target: 0", true],
    ["target: -0.1", false],
    ["target: 1.1", false],
    ["targetPercent: 0", true],
    ["targetPercent: 100", true],
    ["targetPercent: -1", false],
    ["targetPercent: 101", false],
    ["targetPercent: many", false],
  ])("%s", (line, ok) => {
    const found = read(rolling("28d"), [`    - ${line}`]);
    expect(found.ok).toBe(ok);
    if (!ok) expect(problemOf(found)).toMatch(/^slo\.yaml:11:\d+ /);
  });
});

describe("a document without what it needs", () => {
  const WHOLE = [
    "apiVersion: openslo/v1",
    "kind: SLO",
    "metadata: { name: search }",
    "spec:",
    "  budgetingMethod: Occurrences",
    "  timeWindow: [{ duration: 28d, isRolling: true }]",
    "  objectives: [{ target: 0.99 }]",
  ];
  const without = (start: string) => WHOLE.filter((line) => !line.startsWith(start)).join("\n");
  const importing = (text: string, component = "checkout") =>
    importOpenSlo({ path: "slo.yaml", text }, { component, name: null, zone: BERLIN });

  it("is refused where the document begins, also as the second of a file", () => {
    const text = `${WHOLE.join("\n")}\n---\n${without("apiVersion").replace("search", "checkout")}\n`;
    expect(problemOf(importing(text))).toMatch(/^slo\.yaml:9:1 the apiVersion is missing: is not read/);
  });

  it("may lack a name where it is the only one", () => {
    const found = importing(without("metadata"));
    expect(found).toMatchObject({ ok: true, origin: "slo.yaml:6 (without a name)" });
  });

  it("that lacks a name is named so among others", () => {
    expect(problemOf(importing(`${WHOLE.join("\n")}\n---\n${without("metadata")}\n`))).toContain(
      "(search, one without a name)",
    );
  });

  it("is refused in one line where it is no YAML", () => {
    expect(problemOf(importing("kind: [SLO\nother: {"))).toMatch(/^slo\.yaml:\d+:\d+ Not valid YAML: [^\n]+$/);
  });

  it("is refused beyond half a million characters, and read up to there", () => {
    const filled = (length: number) => `${WHOLE.join("\n")}\n#`.padEnd(length, "x");
    expect(importing(filled(500_000)).ok).toBe(true);
    expect(problemOf(importing(filled(500_001)))).toBe("slo.yaml is too large to be a file of objectives");
  });
});

it("a window that is missing or double is refused where it stands", () => {
  expect(problemOf(read([...rolling("28d"), ...rolling("7d")]))).toMatch(/^slo\.yaml:8:\d+ `timeWindow` has to hold/);
  expect(problemOf(read(["    []"]))).toMatch(/^slo\.yaml:8:\d+ `timeWindow` has to hold/);
});

it("a key that stands twice is an error, not the last of the two", () => {
  expect(problemOf(read(rolling("28d"), ["    - target: 0.999", "      target: 0.5"]))).toContain("Not valid YAML");
});
