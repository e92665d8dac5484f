/** Compiles schemas of the slice when they are first needed, with just the definitions that they reach. */
import { Ajv2019, type ErrorObject } from "ajv/dist/2019.js";
import formats from "ajv-formats";
import type { Schema, Slice } from "./slice.ts";
import { definitionId, translate, type Strictness } from "./translate.ts";

/** Says what is wrong with a value, in words that start with `label`; empty = valid. */
export type Check = (value: unknown, label: string) => readonly string[];

/** GitHub's own values do not keep to RFC 5321 (`1+aftercare[bot]@users.noreply.github.com`), so e-mail addresses are not checked. */
const FORMATS = ["date-time", "uri", "uri-template"] as const;
/** Enough to see the cause; a wrong shape gives one error for each alternative. */
const MOST_PROBLEMS = 12;

/** Gives the compiler: `key` names the schema for the cache. */
export function createCompiler(slice: Slice): (key: string, schema: Schema, strictness: Strictness) => Check {
  const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false, verbose: false });
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

  return (key, schema, strictness) => {
    const cached = checks.get(key);
    if (cached !== undefined) return cached;
    const translated = translate(schema, { strictness, branch: false }, (name, branch) =>
      define(name, strictness, branch),
    );
    const validate = ajv.compile(translated);
    const check: Check = (value, label) => (validate(value) ? [] : describe(validate.errors ?? [], label));
    checks.set(key, check);
    return check;
  };
}

/** The errors that name a cause: "must match a schema in anyOf" and "must be null" only repeat others, unless they stand alone. */
function describe(errors: readonly ErrorObject[], label: string): readonly string[] {
  const causes = errors.filter((error) => !isEcho(error));
  const problems = new Set(
    (causes.length > 0 ? causes : errors).map((error) => `${label}${pathOf(error.instancePath)} ${wordsOf(error)}`),
  );
  const shown = [...problems].slice(0, MOST_PROBLEMS);
  return problems.size > MOST_PROBLEMS ? [...shown, `${label}: and ${problems.size - MOST_PROBLEMS} more`] : shown;
}

function isEcho(error: ErrorObject): boolean {
  return (
    ["anyOf", "oneOf", "allOf", "if"].includes(error.keyword) ||
    (error.keyword === "type" && error.params["type"] === "null")
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
