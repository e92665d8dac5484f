/** The layout's rules, read from the sources themselves, with a floor on what was read so that it can never pass vacuously. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const LEAVES = new Set(["markdown", "calendar", "facts"]);

/** For each domain folder, the other folders of ours that it may import; leaves are always allowed. */
const DOMAIN: Record<string, readonly string[]> = {
  effect: [],
  component: ["effect", "config"],
  incident: ["effect", "config", "component"],
  budget: ["effect", "config", "component", "incident"],
  timeline: ["effect", "config", "component", "incident"],
  language: ["effect"],
  analysis: ["effect", "config", "component", "incident", "budget", "timeline", "language"],
  remediation: ["effect", "config", "component", "incident", "budget", "timeline", "language", "analysis"],
  gate: ["effect", "config", "component", "incident", "budget", "timeline", "analysis", "remediation"],
  cost: ["incident", "budget", "timeline", "analysis"],
  command: ["effect", "config", "component", "incident", "budget", "timeline", "analysis", "remediation", "gate"],
  digest: ["effect", "config", "component", "incident", "budget", "timeline", "analysis", "remediation", "gate"],
};

const OUTER: Record<string, readonly string[]> = {
  config: ["component", "gate"],
  flow: [...Object.keys(DOMAIN), "config"],
  github: [...Object.keys(DOMAIN), "flow"],
  store: [...Object.keys(DOMAIN), "flow"],
  queue: [...Object.keys(DOMAIN), "flow"],
  prometheus: ["budget", "flow", "timeline"],
};

const IMPURE = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bfetch\(|\bTemporal\.Now\b|\bglobalThis\b/;
const OUTSIDE_DOMAIN = /^(node:|@octokit|probot|pg$|kysely|pino|prom-client|@electric-sql)/;

interface Module {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function modulesBelow(directory: string): Module[] {
  const files = readdirSync(join(root, directory), { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name) && !file.parentPath.includes("dist"))
    .map((file) => {
      const path = relative(root, join(file.parentPath, file.name));
      const text = readFileSync(join(root, path), "utf8");
      const statements = text.matchAll(
        /^(?:import|export)\s[^;]*?from\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm,
      );
      return { path, text, imports: [...statements].map((match) => (match[1] ?? match[2] ?? match[3])!) };
    });
}

const modules = ["src", "app", "action", "cli"].flatMap((directory) => modulesBelow(directory));
const domainModules = modules.filter(({ path }) => folderOf(path) in DOMAIN);

/** `src/gate/rules/freeze.ts` → `gate`; `app/index.ts` → `app`. */
function folderOf(path: string): string {
  const parts = path.split("/");
  return parts[0] === "src" ? parts[1]! : parts[0]!;
}

/** The folder that an import leads to; null for packages. */
function targetOf(from: string, specifier: string): string | null {
  if (specifier.startsWith("#")) return folderOf(specifier.slice(1));
  return specifier.startsWith(".") ? folderOf(join(dirname(from), specifier)) : null;
}

function violations(check: (module: Module, specifier: string) => boolean): string[] {
  return modules.flatMap((module) =>
    module.imports
      .filter((specifier) => check(module, specifier))
      .map((specifier) => `${module.path} imports ${specifier}`),
  );
}

test("there is something to check", () => {
  expect(modules.length).toBeGreaterThan(100);
  expect(modules.flatMap(({ imports }) => imports).length).toBeGreaterThan(300);
  expect(domainModules.length).toBeGreaterThan(60);
});

test("no file uses .tsx, which Node cannot run", () => {
  expect(modules.filter(({ path }) => path.endsWith(".tsx"))).toEqual([]);
});

test("imports go up never, across folders by #, within a folder by ./", () => {
  const wrong = violations(({ path }, specifier) => {
    if (specifier.startsWith("..")) return true;
    if (specifier.startsWith("./")) return targetOf(path, specifier) !== folderOf(path);
    return specifier.startsWith("#") && !specifier.endsWith(".ts");
  });
  expect(wrong).toEqual([]);
});

test("leaves import nothing of ours, but facts may know the calendar", () => {
  const wrong = violations(({ path }, specifier) => {
    const from = folderOf(path);
    const to = targetOf(path, specifier);
    if (!LEAVES.has(from) || to === null || to === from) return false;
    return !(from === "facts" && to === "calendar");
  });
  expect(wrong).toEqual([]);
});

test("every layer imports only what it may", () => {
  const wrong = violations(({ path }, specifier) => {
    const from = folderOf(path);
    const to = targetOf(path, specifier);
    const allowed = DOMAIN[from] ?? OUTER[from];
    if (!allowed || to === null || to === from || LEAVES.has(to)) return false;
    // An adapter may know the ports, never the flows.
    if (to === "flow" && ["github", "store", "queue", "prometheus"].includes(from))
      return !["#src/flow/services.ts", "#src/flow/monitoring.ts"].includes(specifier);
    if (to === "config" && from in DOMAIN)
      return !["#src/config/schema.ts", "#src/config/nearest.ts"].includes(specifier);
    return !allowed.includes(to);
  });
  expect(wrong).toEqual([]);
});

test("the Action loads neither database, queue nor Prometheus, and nobody imports a face", () => {
  const wrong = violations(({ path }, specifier) => {
    const from = folderOf(path);
    const to = targetOf(path, specifier);
    if (from === "action" && ["store", "queue", "prometheus"].includes(to ?? "")) return true;
    return to !== null && to !== from && ["app", "action", "cli"].includes(to);
  });
  expect(wrong).toEqual([]);
});

test("the core is pure: no clock, no chance, no network, no environment", () => {
  const wrong = domainModules.flatMap(({ path, text, imports }) => {
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    const impure = IMPURE.exec(code)?.[0];
    return [
      ...(impure ? [`${path} uses ${impure}`] : []),
      ...imports
        .filter((specifier) => OUTSIDE_DOMAIN.test(specifier))
        .map((specifier) => `${path} imports ${specifier}`),
    ];
  });
  expect(wrong).toEqual([]);
});

test("there are no barrels and no module whose name is no noun", () => {
  const barrels = modules.filter(({ text }) => /^export \* from/m.test(text)).map(({ path }) => path);
  const nameless = modules
    .filter(({ path }) => /(^|\/)(utils?|helpers?|common|misc|types)\.ts$/.test(path))
    .map(({ path }) => path);
  expect([...barrels, ...nameless]).toEqual([]);
});

test("a file opens with a sentence on its purpose", () => {
  const silent = modules.filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text)).map(({ path }) => path);
  expect(silent).toEqual([]);
});

test("every export carries JSDoc", () => {
  const bare = modules.flatMap(({ path, text }) => {
    const lines = text.split("\n");
    return lines.flatMap((line, index) => {
      const name = /^export (?:async )?(?:function|const|interface|type|class) (\w+)/.exec(line)?.[1];
      if (!name || lines[index - 1]?.trim().endsWith("*/") || isDerivedType(lines, index)) return [];
      return [`${path}:${index + 1} ${name}`];
    });
  });
  expect(bare).toEqual([]);
});

/** `export type X = (typeof XS)[number]` right below the documented list needs no words of its own; so with schema types. */
function isDerivedType(lines: readonly string[], index: number): boolean {
  return /^export type \w+ = (\(typeof \w+\)\[number\]|z\.infer<typeof \w+>)/.test(lines[index]!);
}

const LISTS = [
  { folder: "src/command/commands", list: "src/command/list.ts" },
  { folder: "src/gate/rules", list: "src/gate/rules.ts" },
  { folder: "src/digest/sections", list: "src/digest/sections.ts" },
];

test.each(LISTS)("every file in $folder stands in its list", ({ folder, list }) => {
  const listed =
    modules.find(({ path }) => path === list)?.imports.map((specifier) => targetPath(list, specifier)) ?? [];
  const files = modules.map(({ path }) => path).filter((path) => path.startsWith(`${folder}/`));
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((path) => !listed.includes(path))).toEqual([]);
});

function targetPath(from: string, specifier: string): string {
  return specifier.startsWith("#") ? specifier.slice(1) : join(dirname(from), specifier);
}
