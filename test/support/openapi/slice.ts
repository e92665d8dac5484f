/** Loads the slice of GitHub's descriptions that lies beside this file. */
import { readFileSync } from "node:fs";

/** A JSON schema in OpenAPI 3.0's dialect, or a part of one. */
export type Schema = { readonly [keyword: string]: unknown };

/** A parameter of an operation. */
export interface ParameterDescription {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

/** What GitHub says of one operation. */
export interface OperationDescription {
  readonly parameters: readonly ParameterDescription[];
  /** Absent: the operation takes no body. */
  readonly body?: Schema | null;
  readonly bodyRequired?: boolean;
  /** By status code; null = no JSON body is described. */
  readonly responses: Readonly<Record<string, Schema | null>>;
}

/** The slice. */
export interface Slice {
  /** Package, version and document that it was cut from. */
  readonly source: string;
  /** By `METHOD /template`. */
  readonly operations: Readonly<Record<string, OperationDescription>>;
  /** By `event.action`, or `event` for those without actions. */
  readonly webhooks: Readonly<Record<string, Schema>>;
  /** What `#/components/schemas/…` refers to. */
  readonly schemas: Readonly<Record<string, Schema>>;
}

/** Reads the slice (about 5 ms). */
export function loadSlice(): Slice {
  return JSON.parse(readFileSync(new URL("slice.json", import.meta.url), "utf8"));
}

/** Reads the GraphQL schema's text. */
export function loadGraphqlSlice(): string {
  return readFileSync(new URL("slice.graphql", import.meta.url), "utf8");
}
