/** A short hash of what a verdict says, so that nothing is written again that stands already. */

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;

/** FNV-1a over the UTF-8 bytes, 64 bits as 16 hexadecimal digits. Tells texts apart; it protects nothing. Source: RFC 9923. */
export function fingerprintOf(text: string): string {
  let hash = OFFSET;
  for (const byte of utf8(text)) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  return hash.toString(16).padStart(16, "0");
}

/** The bytes of a text in UTF-8, without the platform's encoder. */
function utf8(text: string): readonly number[] {
  const escaped = encodeURIComponent(text.toWellFormed());
  return [...escaped.matchAll(/%([0-9A-F]{2})|[^%]/g)].map((match) =>
    match[1] === undefined ? match[0].charCodeAt(0) : Number.parseInt(match[1], 16),
  );
}
