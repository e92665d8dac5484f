/** A short hash of what a verdict says, so that nothing is written again that stands already. */

/** The prime of FNV with 64 bits is 2^40 + this. */
const PRIME_LOW = 0x1b3;

/** FNV-1a over the UTF-8 bytes, 64 bits as 16 hexadecimal digits. Tells texts apart; it protects nothing. Source: RFC 9923. */
export function fingerprintOf(text: string): string {
  // Two halves of 32 bits, the lower one multiplied in quarters: numbers of any size would be fifty times slower.
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  const bytes = new TextEncoder().encode(text);
  // By index: an iterator takes twice as long, and lists of open work can be long.
  for (let index = 0; index < bytes.length; index += 1) {
    low ^= bytes[index]!;
    const first = (low & 0xffff) * PRIME_LOW;
    const second = (low >>> 16) * PRIME_LOW + (first >>> 16);
    high = (Math.imul(high, PRIME_LOW) + (second >>> 16) + (low << 8)) | 0;
    low = (second << 16) | (first & 0xffff);
  }
  return hexadecimal(high >>> 0) + hexadecimal(low >>> 0);
}

function hexadecimal(word: number): string {
  return word.toString(16).padStart(8, "0");
}
