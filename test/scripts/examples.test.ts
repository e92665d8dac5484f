/** The examples are what people copy: each is loaded by the code that will read it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadConfig } from "#src/config/load.ts";
import { configSchema } from "#src/config/schema.ts";
import { recogniseIncident } from "#src/incident/recognise.ts";
import { workflowPermissions } from "#scripts/permissions.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const examples = join(root, "examples");
const files = readdirSync(examples, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile())
  .map((file) => join(file.parentPath, file.name).slice(examples.length + 1))
  .toSorted();
const read = (path: string) => readFileSync(join(examples, path), "utf8");
const workflows = files.filter((path) => path.includes("/workflows/"));
const configs = files.filter((path) => /aftercare(-\w+)?\.yml$/.test(path) && !workflows.includes(path));

interface Job {
  readonly if?: string;
  readonly permissions?: unknown;
  readonly concurrency: Readonly<Record<string, unknown>>;
  readonly steps: readonly { readonly uses: string; readonly with?: Readonly<Record<string, unknown>> }[];
}
interface Workflow {
  readonly on: Readonly<Record<string, { readonly types?: readonly string[] } | null>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
const workflowOf = (path: string) => parse(read(path)) as Workflow;
const manifest = parse(readFileSync(join(root, "action.yml"), "utf8")) as { readonly inputs: Record<string, unknown> };

test("there are two workflows, three configurations and a form", () => {
  expect([workflows.length, configs.length]).toEqual([2, 3]);
  expect(files).toContain("issue-form/.github/ISSUE_TEMPLATE/incident.yml");
});

describe.each(configs)("%s", (path) => {
  test("loads without a problem", () => {
    expect(loadConfig(read(path), path)).toMatchObject({ ok: true });
  });

  test("says `writer: action` exactly where the workflow beside it writes", () => {
    const loaded = loadConfig(read(path), path);
    expect(loaded.ok && loaded.config.writer).toBe(path.startsWith("action-only/") ? "action" : "app");
  });
});

test("the full configuration names every key that there is", () => {
  const written = parse(read("aftercare-full.yml")) as Record<string, unknown>;
  const all = configSchema.parse({}) as unknown as Record<string, unknown>;
  expect(Object.keys(written).toSorted()).toEqual(Object.keys(all).toSorted());
  for (const group of ["labels", "policy", "review", "follow_up", "digest"] as const) {
    expect(Object.keys(written[group] as object)).toEqual(expect.arrayContaining(Object.keys(all[group] as object)));
  }
});

/** By what the Action does with them: `pull_request_target` is left out on purpose, it is not needed. */
const HANDLED = ["pull_request", "merge_group", "issues", "issue_comment", "push", "schedule", "workflow_dispatch"];

describe.each(workflows)("%s", (path) => {
  const workflow = workflowOf(path);
  const writer = path.startsWith("action-only/") ? "action" : "app";

  test("runs on events that the Action handles", () => {
    for (const name of Object.keys(workflow.on)) expect(HANDLED).toContain(name);
    expect(Object.keys(workflow.on)).toEqual(expect.arrayContaining(["pull_request", "merge_group"]));
  });

  test("judges again whenever a pull request's verdict may change", () => {
    const types = workflow.on["pull_request"]?.types ?? [];
    expect(types).toEqual(
      expect.arrayContaining([
        "opened",
        "reopened",
        "synchronize",
        "edited",
        "ready_for_review",
        "labeled",
        "unlabeled",
      ]),
    );
    if (writer === "action") expect(types).toContain("closed");
  });

  test("has the permissions of docs/permissions.md, and no others", () => {
    expect(workflow.permissions).toEqual(workflowPermissions(writer));
    for (const job of Object.values(workflow.jobs)) expect(job.permissions).toBeUndefined();
  });

  test("uses this Action with inputs that exist, and checks nothing out", () => {
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    for (const step of steps) {
      expect(step.uses).toBe("acme/aftercare@v0");
      for (const name of Object.keys(step.with ?? {})) expect(Object.keys(manifest.inputs)).toContain(name);
    }
    expect(steps.length).toBe(Object.keys(workflow.jobs).length);
  });

  test("names no job like the required status", () => {
    for (const name of Object.keys(workflow.jobs)) expect(`Aftercare / ${name}`).not.toBe("aftercare/gate");
  });

  test("drops no run that writes, and cancels none", () => {
    for (const { concurrency } of Object.values(workflow.jobs)) {
      const kept = { "cancel-in-progress": false, queue: "max" };
      expect(concurrency).toMatchObject(writer === "action" ? kept : { "cancel-in-progress": true });
      // GitHub refuses the two together.
      expect(concurrency["cancel-in-progress"] === true && "queue" in concurrency).toBe(false);
    }
  });
});

describe("without the App", () => {
  const { on, jobs } = workflowOf("action-only/.github/workflows/aftercare.yml");

  test("each event goes to exactly one job", () => {
    for (const name of Object.keys(on)) {
      const taking = Object.entries(jobs).filter(([, job]) => job.if?.includes(`'${name}'`));
      expect([name, taking.length]).toEqual([name, 1]);
    }
  });

  test("issues, comments and the schedule are heard, so that everything works without a server", () => {
    expect(Object.keys(on)).toEqual(expect.arrayContaining(["issues", "issue_comment", "schedule", "push"]));
    expect(on["issue_comment"]?.types).toEqual(["created", "edited"]);
    expect(on["issues"]?.types).toEqual(expect.arrayContaining(["opened", "labeled", "closed", "reopened"]));
  });
});

describe("the issue form", () => {
  const form = parse(read("issue-form/.github/ISSUE_TEMPLATE/incident.yml")) as {
    readonly name: string;
    readonly description: string;
    readonly labels: readonly string[];
    readonly body: readonly {
      readonly type: string;
      readonly id?: string;
      readonly attributes: { readonly label?: string };
    }[];
  };

  test("has what GitHub asks of a form", () => {
    expect([form.name, form.description].every((text) => text.length > 3)).toBe(true);
    for (const { type, attributes } of form.body) {
      expect(["markdown", "textarea", "input", "dropdown", "checkboxes"]).toContain(type);
      if (type !== "markdown") expect(attributes.label).toBeTruthy();
    }
    const ids = form.body.flatMap(({ id }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).toBe(form.body.length - 1);
  });

  test("its label declares an incident by the default configuration", () => {
    expect(recogniseIncident(form.labels, configSchema.parse({}))).toBe("incident");
  });
});
