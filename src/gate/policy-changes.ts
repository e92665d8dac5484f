/** What a pull request would change in the policy and the component map, key by key, and whether that loosens the gate. */
import type { Config } from "#src/config/schema.ts";
import { resolvePolicy } from "./policy.ts";

type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** The looser of two values, for the keys that have two. */
const LOOSER: Readonly<Record<string, string>> = {
  mode: "report",
  "policy.preset": "balanced",
  "policy.overdue": "budget",
  "policy.exhausted": "warn",
  "policy.unknown": "pass",
  "policy.no_objective": "warn",
  "policy.bots": "warn",
};

/**
 * One entry a changed key: `policy.permit_above 20 → 5`. Entries that loosen come first and say so; only keys that the
 * gate reads are named. Lists are shown as they are written.
 */
export function policyChanges(base: Config, head: Config): readonly string[] {
  const before = flatten(relevant(base));
  const after = flatten(relevant(head));
  const keys = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  const changed = keys.filter((key) => before.get(key) !== after.get(key));
  const described = changed.map((key) => {
    const path = JSON.parse(key) as string[];
    const [from, to] = [before.get(key) ?? "unset", after.get(key) ?? "unset"];
    const loosens = isLooser(path, from, to);
    return { loosens, text: `${loosens ? "loosens " : ""}\`${path.join(".")}\` ${from} → ${to}` };
  });
  return described.toSorted((a, b) => Number(b.loosens) - Number(a.loosens)).map(({ text }) => text);
}

/** What the preset answers is filled in: otherwise nobody could tell whether a key that is left out is the stricter one. */
function relevant({ mode, single_maintainer, components, policy, labels }: Config): Plain {
  const { overdue, exhausted } = resolvePolicy(policy);
  const answered = { ...policy, overdue, exhausted };
  return JSON.parse(JSON.stringify({ mode, single_maintainer, components, policy: answered, labels })) as Plain;
}

/** Every leaf by its path. Names of components may hold dots, so paths are kept as JSON lists. */
function flatten(value: Plain, path: readonly string[] = []): ReadonlyMap<string, string> {
  if (typeof value !== "object" || Array.isArray(value)) {
    return new Map([[JSON.stringify(path), show(value)]]);
  }
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...flatten(inner, [...path, key])]));
}

/** Backticks would end our own; everything else is shown as JSON writes it. */
function show(value: Plain): string {
  return (typeof value === "string" ? value : JSON.stringify(value)).replaceAll("`", "'");
}

/** Every entry of the one list is in the other. */
function isPart(some: string, all: string): boolean {
  const listed = all === "unset" ? [] : (JSON.parse(all) as string[]);
  return some === "unset" || (JSON.parse(some) as string[]).every((entry) => listed.includes(entry));
}

function isLooser(path: readonly string[], from: string, to: string): boolean {
  if (path[0] === "components") return isLooserComponent(path.slice(2).join("."), from, to);
  const key = path.join(".");
  const looser = LOOSER[key];
  if (looser !== undefined) return to === looser;
  if (key === "policy.permit_above") return Number(to) < Number(from);
  if (key === "policy.incident_freeze_above") return Number(to) > Number(from);
  if (key === "policy.override.approvals") return Number(to) < Number(from);
  if (key === "policy.blocking") return !isPart(from, to);
  if (key.startsWith("policy.due.")) return to === "unset" || Number.parseInt(to, 10) > Number.parseInt(from, 10);
  // Exemptions, override rights and labels: whatever is not switched off may let more through.
  return to !== "false";
}

/** What counts for less, or for fewer people's say: each lets more through. */
function isLooserComponent(key: string, from: string, to: string): boolean {
  // Where the component says nothing, the repository's mode holds, and that may be `report`.
  if (key === "mode") return to === "report" || from === "enforce";
  // Another window forgets earlier or allows more at once, and another series of Prometheus may always have more left.
  if (key === "paths" || key.startsWith("slo.prometheus")) return true;
  if (key === "slo.window") return from !== "unset";
  if (key === "slo.combine") return from === "sum";
  if (key === "slo.target") return Number(to) < Number(from);
  // Owners may loosen what is theirs, and labels of a name that is taken away count no more.
  if (key === "owners") return to === "unset" || !isPart(to, from);
  if (key === "aliases") return !isPart(from, to);
  return to === "unset";
}
