/** The block of settings that site generators put before a text: YAML between `---`, or TOML between `+++`. */

/** What the block says, as far as reports need it, and how much of the text it takes. */
export interface FrontMatter {
  /** Values of the outermost `key: value` or `key = value` lines, without quotation marks; keys in lower case. */
  readonly values: ReadonlyMap<string, string>;
  /** Offset of the first character behind the block; 0 when there is none. */
  readonly end: number;
}

const FENCE = /^(---|\+\+\+)[ \t]*$/;
const VALUE = /^([A-Za-z_][\w-]{0,63})\s{0,8}[:=]\s{0,8}(.*)$/;

/** Reads the block; a text that only begins with a rule (no second fence) has none. */
export function readFrontMatter(text: string): FrontMatter {
  const values = new Map<string, string>();
  const none = { values: new Map<string, string>(), end: 0 };
  const start = text.startsWith("\ufeff") ? 1 : 0;
  let at = start;
  let fence = "";
  while (at < text.length) {
    const next = text.indexOf("\n", at);
    const end = next === -1 ? text.length : next;
    const line = text.slice(at, end).trimEnd();
    const mark = FENCE.exec(line)?.[1];
    if (at === start) {
      if (mark === undefined) return none;
      fence = mark;
    } else if (mark === fence) return { values, end: Math.min(text.length, end + 1) };
    const value = VALUE.exec(line);
    if (value) values.set(value[1]!.toLowerCase(), value[2]!.trim().replace(/^["'](.*)["']$/, "$1"));
    at = end + 1;
  }
  return none;
}
