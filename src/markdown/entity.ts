/** HTML character references, as far as texts about incidents use them. */

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  rarr: "→",
  times: "×",
};

/** Resolves one reference such as `&lt;` or `&#124;`; one that we do not know stays as it stands. */
export function decodeEntity(source: string): string {
  const body = source.slice(1, -1);
  if (!body.startsWith("#")) return NAMED[body] ?? source;
  const hexadecimal = body[1] === "x" || body[1] === "X";
  const code = hexadecimal ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : "\ufffd";
}
