/** Reads properties of a request's body, refusing the wrong kind in GitHub's words. */
import { type Json, GitHubRefusal } from "./call.ts";

function invalid(detail: string): GitHubRefusal {
  return new GitHubRefusal(422, `Invalid request.\n\n${detail}`);
}

/** A string; undefined when absent or null. */
export function optionalText(body: Json, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalid(`For 'properties/${name}', ${JSON.stringify(value)} is not a string.`);
  return value;
}

/** A string that must be there. */
export function requiredText(body: Json, name: string): string {
  const value = optionalText(body, name);
  if (value === undefined) throw invalid(`"${name}" wasn't supplied.`);
  return value;
}

/** A string of at most so many characters. */
export function limitedText(body: Json, name: string, limit: number): string | undefined {
  const value = optionalText(body, name);
  const length = value === undefined ? 0 : [...value].length;
  if (length > limit)
    throw invalid(`For 'properties/${name}', only ${limit} characters are allowed; ${length} were supplied.`);
  return value;
}

/** One of some words. */
export function optionalWord<T extends string>(body: Json, name: string, words: readonly T[]): T | undefined {
  const value = optionalText(body, name);
  if (value === undefined) return undefined;
  const word = words.find((one) => one === value);
  if (word === undefined)
    throw invalid(`For 'properties/${name}', ${value} is not a member of ${JSON.stringify(words)}.`);
  return word;
}

/** A boolean; the fallback when absent or null. */
export function flag(body: Json, name: string, fallback: boolean): boolean {
  const value = body[name];
  if (value === undefined || value === null) return fallback;
  if (typeof value !== "boolean") throw invalid(`For 'properties/${name}', ${JSON.stringify(value)} is not a boolean.`);
  return value;
}

/** An array of objects of at most so many; undefined when absent or null. */
export function optionalObjects(
  body: Json,
  name: string,
  limit = Number.POSITIVE_INFINITY,
): readonly Json[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.some((one) => typeof one !== "object" || one === null))
    throw invalid(`For 'properties/${name}', ${JSON.stringify(value)} is not an array.`);
  if (value.length > limit) throw invalid(`No more than ${limit} items are allowed; ${value.length} were supplied.`);
  return value as readonly Json[];
}

/** An array of strings; undefined when absent or null. */
export function optionalTexts(body: Json, name: string): readonly string[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.some((one) => typeof one !== "string"))
    throw invalid(`For 'properties/${name}', ${JSON.stringify(value)} is not an array.`);
  return value as readonly string[];
}

/** A nested object; undefined when absent or null. */
export function optionalObject(body: Json, name: string): Json | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "object" || Array.isArray(value))
    throw invalid(`For 'properties/${name}', ${JSON.stringify(value)} is not an object.`);
  return value as Json;
}

/** A whole number; undefined when absent or null. */
export function optionalNumber(body: Json, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value))
    throw invalid(`For 'properties/${name}', ${JSON.stringify(value)} is not an integer.`);
  return value;
}

/** A time in seconds; undefined when absent. */
export function optionalTime(body: Json, name: string): number | undefined {
  const value = optionalText(body, name);
  if (value === undefined) return undefined;
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw invalid(`For 'properties/${name}', ${value} is not a valid date-time.`);
  return Math.floor(time / 1000);
}
