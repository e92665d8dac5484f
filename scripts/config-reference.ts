/** The configuration reference as Markdown, from the JSON schema of the file. */

/** What we read of a JSON schema. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
}

/** One row a key, nested keys with their path, under a short introduction. */
export function configReference(schema: JsonSchema): string {
  return [
    "# Configuration reference",
    "",
    "Generated from `src/config/schema.ts` by `npm run generate`; do not edit.",
    "",
    "The file is `.github/aftercare.yml` on the default branch. An empty file and no file at all mean the same: every key has a",
    "default. For completion in an editor, put this line on top:",
    "`# yaml-language-server: $schema=aftercare.schema.json` (the schema stands beside this page).",
    "",
    "| key | accepts | default | meaning |",
    "|---|---|---|---|",
    ...rows(schema, ""),
    "",
  ].join("\n");
}

function rows(schema: JsonSchema, prefix: string): string[] {
  const named = Object.entries(schema.properties ?? {}).flatMap(([key, child]) => row(`${prefix}${key}`, child));
  const any = schema.additionalProperties;
  if (typeof any === "object" && any.properties) return [...named, ...rows(any, `${prefix}<name>.`)];
  return named;
}

function row(path: string, schema: JsonSchema): string[] {
  const nested = rows(schema, `${path}.`);
  if (nested.length > 0) return nested;
  const cells = [`\`${path}\``, accepts(schema), defaultOf(schema), schema.description ?? ""];
  return [`| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`];
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "true or false",
  integer: "whole number",
  number: "number",
};

function accepts(schema: JsonSchema): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(", ");
  if (schema.anyOf) return [...new Set(schema.anyOf.map(accepts))].join(" or ");
  if (schema.type === "array") return `list of ${schema.items ? accepts(schema.items) : "text"}`;
  if (schema.pattern) return `text like \`${schema.pattern}\``;
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  return types.map((type) => TYPES[type] ?? "map").join(" or ") || "map";
}

function defaultOf(schema: JsonSchema): string {
  return schema.default === undefined ? "" : code(schema.default);
}

function code(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}
