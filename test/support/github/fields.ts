/** Reads the fields of request bodies with GitHub's 422 answers. */
import { type Json, validationFailed } from "./call.ts";

const MAXIMUM_TEXT = 65_536;
const MAXIMUM_TITLE = 256;

/** A title: required text (numbers are taken as text), at most 256 characters. */
export function titleOf(value: unknown, resource: string): string {
  const title = typeof value === "number" ? String(value) : value;
  if (typeof title !== "string" || title.trim() === "")
    throw validationFailed({ resource, code: "missing_field", field: "title" });
  if ([...title].length <= MAXIMUM_TITLE) return title;
  throw validationFailed({
    resource,
    code: "custom",
    field: "title",
    message: `title is too long (maximum is ${MAXIMUM_TITLE} characters)`,
  });
}

/** The body of an issue: text or null, at most 65,536 characters. */
export function issueBodyOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== "string") throw validationFailed({ resource: "Issue", code: "invalid", field: "body" });
  if ([...value].length <= MAXIMUM_TEXT) return value;
  throw validationFailed({
    resource: "Issue",
    code: "custom",
    field: "body",
    message: `body is too long (maximum is ${MAXIMUM_TEXT} characters)`,
  });
}

/** The body of a comment: text that is not empty, at most 65,536 characters. GitHub words the limit in two ways. */
export function commentBodyOf(value: unknown, when: "create" | "edit"): string {
  if (typeof value !== "string")
    throw validationFailed({ resource: "IssueComment", code: "missing_field", field: "body" });
  if (value.trim() === "")
    throw validationFailed({
      resource: "IssueComment",
      code: "unprocessable",
      field: "data",
      message: "Body cannot be blank",
    });
  if ([...value].length <= MAXIMUM_TEXT) return value;
  const words = `ody is too long (maximum is ${MAXIMUM_TEXT} characters)`;
  if (when === "edit")
    throw validationFailed({ resource: "IssueComment", code: "custom", field: "body", message: `b${words}` });
  throw validationFailed({ resource: "IssueComment", code: "unprocessable", field: "data", message: `B${words}` });
}

/** Names out of `["a", { "name": "b" }]`; undefined when the field is absent. */
export function namesOf(value: unknown, key: "name" | "login" = "name"): string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return typeof value === "string" ? [value] : [];
  return value.flatMap((one: unknown) => {
    if (typeof one === "string") return [one];
    const name = typeof one === "object" && one !== null ? (one as Json)[key] : undefined;
    return typeof name === "string" ? [name] : [];
  });
}

/** Text of a field, undefined when it is absent or null. */
export function textOf(body: Json, field: string): string | undefined {
  const value = body[field];
  return typeof value === "string" ? value : undefined;
}

/** An integer of a field. Throws 422 when it is absent or something else. */
export function integerOf(body: Json, field: string, resource: string): number {
  const value = body[field];
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw validationFailed({ resource, code: value === undefined ? "missing_field" : "invalid", field });
}

/** Seconds of an ISO time; null for null and absent. Throws 422 for anything else. */
export function timeOf(value: unknown, resource: string, field: string): number | null {
  if (value === null || value === undefined) return null;
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw validationFailed({ resource, code: "invalid", field });
  return Math.floor(time / 1000);
}
