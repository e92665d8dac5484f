/** Reads `.github/aftercare.yml`: a configuration, or problems that name the line, the column and what is accepted. */
import { isAlias, isMap, isScalar, LineCounter, type Node, parseDocument, type ParsedNode } from "yaml";
import type { z } from "zod";
import { openZone } from "#src/calendar/zone.ts";
import { nearest } from "./nearest.ts";
import { type Config, configSchema } from "./schema.ts";

/** One thing wrong in the file, where it stands (1-based), and how to mend it. */
export interface ConfigProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The configuration, or why there is none. Exactly one of the two. */
export type LoadedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** The configuration of a repository without a file: report mode, one component. */
export function defaultConfig(): Config {
  return configSchema.parse({});
}

/**
 * Reads the file's text. `null` and an empty file give the defaults.
 * All problems are reported at once, each with the position of the key or value that is wrong.
 * @param path shown in problems, `.github/aftercare.yml`
 */
export function loadConfig(text: string | null, path: string): LoadedConfig {
  if (text === null || text.trim() === "") return { ok: true, config: defaultConfig() };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number) => ({ path, line: lines.linePos(offset).line, column: lines.linePos(offset).col });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      ...at(error.pos[0]),
      message: `Not valid YAML: ${error.message}`,
    }));
    return { ok: false, problems };
  }
  const parsed = configSchema.safeParse(readPlain(document) ?? {});
  const problems = parsed.success
    ? crossChecks(parsed.data).map((issue) => ({
        ...at(offsetOf(document.contents, issue.path)),
        message: issue.message,
      }))
    : parsed.error.issues.flatMap((issue) => describe(issue, document.contents, at));
  return problems.length === 0 && parsed.success ? { ok: true, config: parsed.data } : { ok: false, problems };
}

function readPlain(document: ReturnType<typeof parseDocument>): unknown {
  return document.toJS({ maxAliasCount: 100 });
}

type Position = Omit<ConfigProblem, "message">;

function describe(issue: z.core.$ZodIssue, root: ParsedNode | null, at: (offset: number) => Position): ConfigProblem[] {
  const path = issue.path as (string | number)[];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      ...at(offsetOf(root, [...path, key])),
      message: `Unknown key \`${key}\`${under(path)}. ${suggestion(key, knownKeys(path))}`,
    }));
  }
  if (issue.code === "invalid_key") {
    return [
      {
        ...at(offsetOf(root, path)),
        message: `\`${String(path.at(-1))}\` is not a valid component name: lower case letters, digits, \`.\`, \`_\`, \`-\`, at most 40 characters.`,
      },
    ];
  }
  return [{ ...at(offsetOf(root, path)), message: `\`${path.join(".") || "the file"}\`: ${issue.message}.` }];
}

function under(path: readonly (string | number)[]): string {
  return path.length === 0 ? "" : ` under \`${path.join(".")}\``;
}

function suggestion(key: string, known: readonly string[]): string {
  const close = nearest(key, known);
  return close ? `Did you mean \`${close}\`?` : `Accepted here: ${known.map((name) => `\`${name}\``).join(", ")}.`;
}

function knownKeys(path: readonly (string | number)[]): string[] {
  let schema: unknown = configSchema;
  for (const step of path) {
    const inner = unwrap(schema);
    schema = inner.shape?.[String(step)] ?? inner.valueType ?? inner.element;
  }
  return Object.keys(unwrap(schema).shape ?? {});
}

interface SchemaDefinition {
  readonly innerType?: unknown;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly valueType?: unknown;
  readonly element?: unknown;
}

function unwrap(schema: unknown): SchemaDefinition {
  let definition = (schema as { def?: SchemaDefinition } | undefined)?.def ?? {};
  while (definition.innerType) definition = (definition.innerType as { def: SchemaDefinition }).def;
  return definition;
}

/** Offset of the deepest node on the path that exists; of the key where the last step is a key of a map. */
function offsetOf(root: Node | null, path: readonly (string | number | symbol)[]): number {
  let node: Node | null = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (!pair) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
      continue;
    }
    const child: unknown =
      node && !isAlias(node) && "get" in node && typeof node.get === "function" ? node.get(step, true) : null;
    if (!child) return offset;
    node = child as Node;
    offset = node.range?.[0] ?? offset;
  }
  return offset;
}

interface CrossProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What the schema alone cannot say: zones that exist, targets between 0 and 100, aliases that collide. */
function crossChecks(config: Config): CrossProblem[] {
  return [...zoneProblems(config), ...targetProblems(config), ...sourceProblems(config), ...aliasProblems(config)];
}

function zoneProblems(config: Config): CrossProblem[] {
  if (openZone(config.timezone) !== null) return [];
  const message = `\`timezone\`: \`${config.timezone}\` is not an IANA zone. Write for example \`Europe/Berlin\` or \`UTC\`.`;
  return [{ path: ["timezone"], message }];
}

function targetProblems(config: Config): CrossProblem[] {
  return Object.entries(config.components).flatMap(([name, component]) => {
    const target = component.slo?.target;
    if (target === undefined || (/^\d{1,3}(\.\d{1,9})?$/.test(target) && Number(target) <= 100)) return [];
    const message = `\`components.${name}.slo.target\`: \`${target}\` is not a percentage between 0 and 100, such as 99.9.`;
    return [{ path: ["components", name, "slo", "target"], message }];
  });
}

/** Two sources of one target would contradict each other one day; a path out of the repository leads nowhere. */
function sourceProblems(config: Config): CrossProblem[] {
  return Object.entries(config.components).flatMap(([name, { slo }]) => {
    const at = ["components", name, "slo"];
    const problems: CrossProblem[] = [];
    if (slo?.openslo !== undefined && slo.target !== undefined) {
      const message = `\`${at.join(".")}\`: the target stands in ${slo.openslo} already. Remove \`target\` or \`openslo\`.`;
      problems.push({ path: [...at, "target"], message });
    }
    if (slo?.openslo !== undefined && !/^(?!\/|(.*\/)?\.\.(\/|#|$))[^#]+\.(ya?ml|json)(#.+)?$/.test(slo.openslo)) {
      const message = `\`${[...at, "openslo"].join(".")}\`: \`${slo.openslo}\` is no path of a YAML file in this repository, such as \`slo/checkout.yaml\` or \`slo/all.yaml#checkout\`.`;
      problems.push({ path: [...at, "openslo"], message });
    }
    return [...problems, ...prometheusProblems([...at, "prometheus"], slo?.prometheus)];
  });
}

/** A slip in `sloth` or `pyrra` would be asked as a metric that nobody has. */
function prometheusProblems(path: readonly string[], prometheus: unknown): CrossProblem[] {
  if (typeof prometheus !== "string" || !/^\w+$/.test(prometheus) || /^(sloth|pyrra)$/.test(prometheus)) return [];
  const close = nearest(prometheus, ["sloth", "pyrra"]);
  return close ? [{ path, message: `\`${path.join(".")}\`: did you mean \`${close}\`?` }] : [];
}

function aliasProblems(config: Config): CrossProblem[] {
  const owners = new Map<string, string>(Object.keys(config.components).map((name) => [name, name]));
  return Object.entries(config.components).flatMap(([name, component]) =>
    component.aliases.flatMap((alias) => {
      const owner = owners.get(alias);
      owners.set(alias, name);
      if (owner === undefined) return [];
      const message = `The alias \`${alias}\` of \`${name}\` is taken by the component \`${owner}\`.`;
      return [{ path: ["components", name, "aliases"], message }];
    }),
  );
}
