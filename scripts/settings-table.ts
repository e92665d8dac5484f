/** The App's settings as a Markdown table, from the schema that reads them. */
import { z } from "zod";
import { environmentSchema } from "#app/environment.ts";

/** One setting of the environment. */
export interface Setting {
  readonly name: string;
  readonly meaning: string;
  readonly required: boolean;
  /** Null = none. */
  readonly fallback: string | null;
}

interface SchemaAnswer {
  readonly properties: Readonly<Record<string, { readonly description?: string; readonly default?: string | number }>>;
  readonly required?: readonly string[];
}

/** Every setting, in the order of the schema. */
export function listSettings(): readonly Setting[] {
  const { properties, required = [] } = z.toJSONSchema(environmentSchema, { io: "input" }) as SchemaAnswer;
  return Object.entries(properties).map(([name, { description = "", default: fallback }]) => ({
    name,
    meaning: description,
    required: required.includes(name) && fallback === undefined,
    fallback: fallback === undefined ? null : String(fallback),
  }));
}

/** One row a setting. */
export function settingsTable(): string {
  const rows = listSettings().map(({ name, meaning, required, fallback }) => {
    const otherwise = required ? "**required**" : fallback === null ? "" : `\`${fallback}\``;
    return `| \`${name}\` | ${otherwise} | ${meaning} |`;
  });
  return ["| setting | default | meaning |", "|---|---|---|", ...rows].join("\n");
}
