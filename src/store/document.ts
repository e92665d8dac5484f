/** Facts as JSON text and back. Maps are kept as maps: facts hold them, JSON does not know them. */

const MAP = "$map";

/** The text of a document. */
export function writeDocument(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part instanceof Map ? { [MAP]: [...part] } : part));
}

/** The document of a text that `writeDocument` gave. */
export function parseDocument(text: string): unknown {
  return JSON.parse(text, (_key, part: unknown) => (isWrittenMap(part) ? new Map(part[MAP]) : part));
}

/** Only such an object has this one key and a list of pairs. */
function isWrittenMap(part: unknown): part is { readonly [MAP]: readonly (readonly [unknown, unknown])[] } {
  return typeof part === "object" && part !== null && Array.isArray((part as Record<string, unknown>)[MAP]);
}
