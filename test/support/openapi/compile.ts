/** Compiles schemas of the slice when they are first needed, with just the definitions that they reach. */
import { Ajv2019, type ErrorObject } from "ajv/dist/2019.js";
import formats from "ajv-formats";
import type { Schema, Slice } from "./slice.ts";
import { definitionId, translate, type Strictness } from "./translate.ts";

/** Says what is wrong with a value, in words that start with `label`; empty = valid. */
export type Check = (value: unknown, label: string) => readonly string[];

/** GitHub's own values do not keep to RFC 5321 (`1+aftercare[bot]@users.noreply.github.com`), so e-mail addresses are not checked. */
const FORMATS = ["date-time", "uri", "uri-template"] as const;
const UNIONS = new Set(["anyOf", "oneOf"]);
/** Enough to see the cause; a wrong shape gives one error for each alternative. */
const MOST_PROBLEMS = 12;

/** Says in words why no alternative of a union fits. */
type Explain = (union: ErrorObject, label: string) => readonly string[];

/** Gives the compiler: `key` names the schema for the cache. */
export function createCompiler(slice: Slice): (key: string, schema: Schema, strictness: Strictness) => Check {
  // Most schemas are used a few times only: one function a definition, not optimised, halves the whole cost.
  const speed = { inlineRefs: false, code: { optimize: false } };
  const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false, verbose: true, ...speed });
  // The package is CommonJS: its function is the module itself or its `default`, by loader.
  const addFormats = typeof formats === "function" ? formats : formats.default;
  addFormats(ajv, [...FORMATS]);
  for (const name of ["int64", "int32", "repo.nwo", "email"]) ajv.addFormat(name, true);
  const checks = new Map<string, Check>();

  const define = (name: string, strictness: Strictness, branch: boolean): void => {
    const id = definitionId(name, { strictness, branch });
    if (ajv.schemas[id] !== undefined) return;
    const schema = slice.schemas[name];
    if (schema === undefined) throw new Error(`the slice lacks the definition ${name}`);
    const needed: [string, boolean][] = [];
    const translated = translate(schema, { strictness, branch }, (next, inBranch) => needed.push([next, inBranch]));
    ajv.addSchema({ $id: id, ...translated });
    for (const [next, inBranch] of needed) define(next, strictness, inBranch);
  };

  const explain: Explain = (union, label) => {
    const alternatives = Array.isArray(union.schema) ? union.schema.filter((one) => one.type !== "null") : [];
    const attempts = alternatives.map((alternative) => {
      const validate = ajv.compile(alternative);
      validate(union.data);
      const errors = validate.errors ?? [];
      // A wrong part of the right alternative is closer than an alternative that does not know the part.
      const own = errors.filter((error) => error.instancePath === "" && !UNIONS.has(error.keyword)).length;
      return { own, problems: describe(errors, label, explain) };
    });
    const closest = attempts.toSorted((a, b) => a.own - b.own || a.problems.length - b.problems.length)[0]?.problems;
    return closest !== undefined && closest.length > 0 ? closest : [`${label} fits more than one alternative`];
  };

  return (key, schema, strictness) => {
    const cached = checks.get(key);
    if (cached !== undefined) return cached;
    const translated = translate(schema, { strictness, branch: false }, (name, branch) =>
      define(name, strictness, branch),
    );
    const validate = ajv.compile(translated);
    const check: Check = (value, label) => (validate(value) ? [] : describe(validate.errors ?? [], label, explain));
    checks.set(key, check);
    return check;
  };
}

/** Explains errors; where a value fits none of several alternatives, the alternative that it comes closest to is the one that was meant. */
function describe(errors: readonly ErrorObject[], label: string, explain: Explain): readonly string[] {
  const problems = [...new Set(causesOf(errors, label, explain))];
  const shown = problems.slice(0, MOST_PROBLEMS);
  return problems.length > shown.length ? [...shown, `${label}: and ${problems.length - shown.length} more`] : shown;
}

function causesOf(errors: readonly ErrorObject[], label: string, explain: Explain): readonly string[] {
  const unions = errors.filter((error) => UNIONS.has(error.keyword));
  const outer = unions.filter((one) => !unions.some((other) => other !== one && isWithin(one, other)));
  const others = errors.filter((error) => !unions.includes(error) && !outer.some((union) => isWithin(error, union)));
  return [
    ...others.map((error) => `${label}${pathOf(error.instancePath)} ${wordsOf(error)}`),
    ...outer.flatMap((union) => explain(union, label + pathOf(union.instancePath))),
  ];
}

/** True for errors about a value inside of the union's, or about the same value seen through one of its alternatives. */
function isWithin(error: ErrorObject, union: ErrorObject): boolean {
  return (
    error.instancePath.startsWith(`${union.instancePath}/`) ||
    (error.instancePath === union.instancePath && !UNIONS.has(error.keyword))
  );
}

function pathOf(pointer: string): string {
  const parts = pointer.split("/").slice(1);
  return parts
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part.replaceAll("~1", "/").replaceAll("~0", "~")}`))
    .join("");
}

function wordsOf(error: ErrorObject): string {
  const unknown = error.params["additionalProperty"] ?? error.params["unevaluatedProperty"];
  if (unknown !== undefined) return `has the property "${String(unknown)}", which is not in the schema`;
  if (error.keyword === "required") return `lacks the property "${String(error.params["missingProperty"])}"`;
  if (error.keyword === "enum") return `must be one of ${JSON.stringify(error.params["allowedValues"])}`;
  return error.message ?? `breaks ${error.keyword}`;
}
