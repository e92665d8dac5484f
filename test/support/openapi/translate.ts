/** Translates OpenAPI 3.0's dialect into JSON Schema 2019-09, and closes objects so that properties which GitHub does not describe are found. */
import type { Schema } from "./slice.ts";

/**
 * How strict the translation is. `open`: as GitHub wrote it. `closed`: properties that are not described are errors, unless the schema says
 * `additionalProperties`. `closed-request`: the same, and alternatives of a request body cannot reopen it (check runs say `additionalProperties: true`
 * in each alternative, although GitHub ignores what it does not know: a misspelt property would be believed).
 */
export type Strictness = "open" | "closed" | "closed-request";

interface Context {
  readonly strictness: Strictness;
  /** In a branch of a composition the siblings know more properties, so the branch itself must stay open. */
  readonly branch: boolean;
}

const REFERENCE = "#/components/schemas/";

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The name under which a translated definition is known: the open form of a definition differs from its closed one. */
export function definitionId(
  name: string,
  context: { readonly strictness: Strictness; readonly branch: boolean },
): string {
  const form = context.strictness === "open" || !context.branch ? context.strictness : `${context.strictness}-branch`;
  return `github:${form}/${encodeURIComponent(name)}`;
}

/** Translates a schema. `onReference` hears of every definition that it needs: its name and whether it stands in a branch. */
export function translate(
  schema: Schema,
  context: Context,
  onReference: (name: string, branch: boolean) => void,
): Schema {
  const nested = (value: unknown, branch: boolean): unknown =>
    isSchema(value) ? translate(value, { ...context, branch }, onReference) : value;
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    const name = reference.slice(REFERENCE.length);
    onReference(name, context.branch);
    return { $ref: definitionId(name, context) };
  }
  const inBranch = context.branch || isMixed(schema);
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (keyword === "properties" && isSchema(value))
      return [keyword, mapValues(value, (property) => nested(property, false))];
    if (["oneOf", "anyOf", "allOf"].includes(keyword) && Array.isArray(value))
      return [keyword, value.map((one) => nested(one, inBranch))];
    if (keyword === "items" || keyword === "additionalProperties" || keyword === "not")
      return [keyword, nested(value, false)];
    return [keyword, value];
  });
  return allowNull(close(Object.fromEntries(entries), context));
}

/** True where several subschemas describe one object together, so that only their union knows every property. */
function isMixed(schema: Schema): boolean {
  const compositions = ["oneOf", "anyOf", "allOf"].filter((keyword) => Array.isArray(schema[keyword]));
  const all = schema["allOf"];
  return (
    compositions.length > 0 &&
    (isSchema(schema["properties"]) || compositions.length > 1 || (Array.isArray(all) && all.length > 1))
  );
}

function close(schema: Schema, { strictness, branch }: Context): Schema {
  if (strictness === "open") return schema;
  const { additionalProperties, ...rest } = schema;
  if (branch) return strictness === "closed-request" && additionalProperties === true ? rest : schema;
  if (additionalProperties !== undefined) return schema;
  if (isMixed(schema)) return { ...schema, unevaluatedProperties: false };
  return isSchema(schema["properties"]) ? { ...schema, additionalProperties: false } : schema;
}

/** `nullable: true` is OpenAPI's; JSON Schema says it with a type. */
function allowNull(schema: Schema): Schema {
  const { nullable, ...rest } = schema;
  if (nullable !== true) return schema;
  const values = rest["enum"];
  if (typeof rest["type"] !== "string") return { anyOf: [rest, { type: "null" }] };
  return {
    ...rest,
    type: [rest["type"], "null"],
    ...(Array.isArray(values) ? { enum: [...new Set([...values, null])] } : {}),
  };
}

function mapValues(object: Schema, map: (value: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}
