/** The dashboard and the alert rules speak of metrics that exist, Prometheus understands them, and the guide says what to do. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { openMetrics } from "#app/metrics.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = (path: string) => readFileSync(join(root, path), "utf8");
const promtool = "/usr/bin/promtool";

interface Rules {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly runbook: string };
}
interface Dashboard {
  readonly panels: readonly Panel[];
}
interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

const alerts = (parse(text("docs/operations/alerts.yml")) as Rules).groups.flatMap(({ rules }) => rules);
const { panels } = JSON.parse(text("docs/operations/grafana-dashboard.json")) as Dashboard;
const shown = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

/** Names of all metrics that the App exposes, as they stand in queries. */
async function exposed(): Promise<ReadonlySet<string>> {
  const counts = { pending: [], parked: 0, done: 0 };
  const metrics = openMetrics({ countWork: async () => counts, quotas: () => [], replicas: () => 1 });
  const lines = (await metrics.expose()).matchAll(/^# TYPE (\w+) (\w+)/gm);
  return new Set([...lines].flatMap(([, name, type]) => (type === "histogram" ? [`${name}_bucket`] : [name!])));
}

function named(expressions: readonly string[]): string[] {
  const names = expressions.flatMap((expr) => expr.match(/\b(?:aftercare|process|nodejs)_\w+/g) ?? []);
  return [...new Set(names)].toSorted();
}

test("there is something to check", () => {
  expect(alerts.length).toBeGreaterThan(8);
  expect(shown.length).toBeGreaterThan(15);
});

test("queries name only metrics that the App exposes", async () => {
  const known = await exposed();
  const unknown = named([...shown, ...alerts.map(({ expr }) => expr)]).filter((name) => !known.has(name));
  expect(unknown).toEqual([]);
});

test("the dashboard shows every metric of ours", async () => {
  const ours = [...(await exposed())].filter((name) => name.startsWith("aftercare_")).toSorted();
  expect(named(shown).filter((name) => name.startsWith("aftercare_"))).toEqual(ours);
});

test("panels have their own place, number, and words", () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const taken = new Set<string>();
  for (const { gridPos, title, type, description } of panels) {
    expect(title).not.toBe("");
    if (type !== "row") expect(description).toMatch(/\.$/);
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        expect(taken.has(`${x} ${y}`)).toBe(false);
        taken.add(`${x} ${y}`);
      }
    }
  }
});

test("each alert leads to a heading of the guide that says what to do", () => {
  const headings = new Set([...text("docs/operating.md").matchAll(/^#{2,4} (\w+)$/gm)].map(([, name]) => name));
  for (const { alert, annotations } of alerts) {
    expect(headings).toContain(alert);
    expect(annotations.runbook).toBe(`docs/operating.md#${alert.toLowerCase()}`);
  }
});

describe.runIf(existsSync(promtool))("by Prometheus' own tool", () => {
  const run = (...argv: string[]) => {
    const { status, stdout, stderr } = spawnSync(promtool, argv, {
      encoding: "utf8",
      cwd: join(root, "docs/operations"),
    });
    return { status, words: stdout + stderr };
  };

  test("the alert rules are valid, fire on what they are for, and are silent otherwise", () => {
    expect(run("check", "rules", "alerts.yml")).toMatchObject({ status: 0 });
    expect(run("test", "rules", "alerts.test.yml")).toMatchObject({ status: 0 });
  });

  test("every query of the dashboard is valid", () => {
    const folder = mkdtempSync(join(tmpdir(), "aftercare-dashboard-"));
    const rules = shown.map((expr, index) => ({ record: `panel_${index}`, expr }));
    writeFileSync(join(folder, "rules.yml"), JSON.stringify({ groups: [{ name: "panels", rules }] }));
    expect(run("check", "rules", join(folder, "rules.yml"))).toMatchObject({ status: 0 });
    rmSync(folder, { recursive: true });
  });
});

test.runIf(!existsSync(promtool))("Prometheus' tool is not installed here: queries were not checked by it", () => {
  expect(existsSync(promtool)).toBe(false);
});
