/** `aftercare budget` and `aftercare budget suggest`, from text to text. */
import { describe, expect, it } from "vitest";
import { runCli } from "#test/cli/terminal.ts";

const outage = { id: "i1", start: "2026-11-10T08:00:00Z", end: "2026-11-10T09:00:00Z", impact: "1" };
const input = {
  target: "99.9",
  window: { type: "rolling", duration: "30d" },
  now: "2026-11-22T00:00:00Z",
  incidents: [outage],
};
const cases = (...list: readonly object[]) => ({ "cases.json": JSON.stringify(list) });

describe("budget FILE", () => {
  it("answers each case as JSON, in order, and exits 0", async () => {
    const files = cases({ id: "a", kind: "time", input }, { id: "b", kind: "alerts", input });
    const { code, out, error } = await runCli(["budget", "cases.json", "--json"], files);
    expect([code, error]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject([
      { id: "a", result: { frozen: true, thawAt: "2026-12-10T08:16:48Z" } },
      { id: "b", result: { "page-fast": { fires: false } } },
    ]);
  });

  it("a case that cannot be answered has its error, the others their answers; exit 1, and a word on stderr", async () => {
    const files = cases(
      { id: "a", kind: "time", input: { ...input, now: "2026-11-22" } },
      { id: "b", kind: "time", input },
      {},
    );
    const { code, out, error } = await runCli(["budget", "cases.json", "--json"], files);
    expect([code, error]).toEqual([1, "2 of 3 could not be answered\n"]);
    expect(JSON.parse(out)).toMatchObject([
      { id: "a", error: "now: not an instant: 2026-11-22 (write 2026-11-10T08:00:00Z)" },
      { id: "b", result: {} },
      { id: null, error: "kind must be time, alerts or events, not missing" },
    ]);
  });

  it("says it in words without --json", async () => {
    const missed = { ...input, target: "100" };
    const ongoing = { ...input, incidents: [{ ...outage, start: "2026-11-21T22:00:00Z", end: null, impact: "0.1" }] };
    const files = cases(
      { id: "a", kind: "time", input },
      { id: "b", kind: "time", input: missed },
      { id: 3, kind: "time", input: { ...input, incidents: [] } },
      { id: "d", kind: "alerts", input },
      { id: "e", kind: "alerts", input: ongoing },
      { id: "f", kind: "events", input: { target: "99", total: 100, bad: 2 } },
      { id: "g", kind: "space", input },
    );
    expect((await runCli(["budget", "cases.json"], files)).out.split("\n")).toEqual([
      "a: -38.888888889% of the budget is left, burn rate 1.388888889, frozen until 2026-12-10T08:16:48Z",
      "b: a 100% target was missed, frozen until 2026-12-10T09:00:00Z",
      "3: 100% of the budget is left, burn rate 0",
      "d: no alert fires",
      "e: fires: page-fast, page-slow, ticket-fast, ticket-slow",
      "f: -100% of the budget is left, burn rate 2, frozen",
      'g: kind must be time, alerts or events, not "space"',
      "",
    ]);
  });

  it("takes the published file as it is, with its cases under `vectors`", async () => {
    const files = { "cases.json": JSON.stringify({ version: 1, vectors: [{ id: "a", kind: "time", input }] }) };
    expect((await runCli(["budget", "cases.json", "--json"], files)).code).toBe(0);
  });

  it.each([
    ["text that is no JSON", "{", /^aftercare: cases.json is not JSON: /],
    ["text over several lines that is no JSON", '[\n  {\n  "id": x\n', /^aftercare: cases.json is not JSON: [^\n]*$/],
    ["a file without cases", '{"cases": []}', /^aftercare: expected a JSON list of \{ id, kind, input \}$/],
    ["null", "null", /^aftercare: expected a JSON list/],
    ["an entry that is no case", "[1]", /^aftercare: entry 0 is not \{ id, kind, input \}$/],
  ])("%s: exit 2 and one line", async (...[, text, line]) => {
    const { code, out, error } = await runCli(["budget", "cases.json"], { "cases.json": text });
    expect([code, out]).toEqual([2, ""]);
    expect(error.trimEnd()).toMatch(line);
  });
});

describe("budget suggest FILE", () => {
  const suggest = async (data: unknown, ...more: readonly string[]) => {
    const outcome = await runCli(["budget", "suggest", "history.json", ...more], {
      "history.json": JSON.stringify(data),
    });
    return outcome;
  };

  it("names the objective that the worst 28 days support with a fifth of the budget to spare", async () => {
    const { code, out } = await suggest([outage]);
    expect(code).toBe(0);
    expect(out).toBe(
      "99.5% over 28 days. The worst 28 days had 60.0 min of downtime. 99.5% permits 201.6 min, so at least 20% of the budget was always left.\n",
    );
  });

  it("as JSON, component by component", async () => {
    const incidents = [outage, { ...outage, id: "i2", impact: { search: "0.1", checkout: "0" } }];
    const { out } = await suggest({ incidents, now: "2026-11-22T00:00:00Z" }, "--json");
    expect(JSON.parse(out)).toMatchObject([
      { component: "checkout", objective: "99.5", permitsMinutes: 201.6, worst28Days: { downtimeMinutes: 60 } },
      { component: "search", objective: "99.5", history: [{ days: 28, incidents: 2, met: "99.5" }, { days: 90 }] },
    ]);
  });

  it("input that cannot be read: exit 2 and one line", async () => {
    expect(await suggest({ incidents: [{ ...outage, end: "later" }] })).toEqual({
      code: 2,
      out: "",
      error: "aftercare: incidents[0].end: not an instant: later (write 2026-11-10T08:00:00Z)\n",
    });
  });
});
