/** Hidden markers: how we find again what we wrote, whoever has edited around it. */

/** What a marker says: which kind of thing this is, and the facts that identify it. */
export interface Marker {
  /** `pia`, `record`, `item`, `incident-link`, `digest`, `reply`, … */
  readonly kind: string;
  /** Keys are lower-case words; values may hold anything. */
  readonly keys: Readonly<Record<string, string>>;
}

const MARKER = /<!-- aftercare:([a-z-]+)((?: [a-z]+="[^"<>]*")*) -->/g;
const KEY = /([a-z]+)="([^"<>]*)"/g;

/** Writes a marker as an HTML comment that nobody sees: `<!-- aftercare:pia incident="901:7" -->`. `parse ∘ render = id`. */
export function renderMarker(marker: Marker): string {
  const keys = Object.entries(marker.keys)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ` ${key}="${encodeURIComponent(value).replaceAll("--", "%2D%2D")}"`);
  return `<!-- aftercare:${marker.kind}${keys.join("")} -->`;
}

/** All markers in a text, in order. Text that only looks like a marker is passed over. */
export function findMarkers(text: string): Marker[] {
  return [...text.matchAll(MARKER)].flatMap((match) => {
    const keys = readKeys(match[2] ?? "");
    return keys ? [{ kind: match[1]!, keys }] : [];
  });
}

function readKeys(text: string): Record<string, string> | null {
  try {
    return Object.fromEntries([...text.matchAll(KEY)].map((match) => [match[1]!, decodeURIComponent(match[2]!)]));
  } catch {
    return null;
  }
}

/** The first marker of this kind whose keys include all of `keys`; undefined when there is none. */
export function findMarker(
  text: string,
  kind: string,
  keys: Readonly<Record<string, string>> = {},
): Marker | undefined {
  return findMarkers(text).find(
    (marker) => marker.kind === kind && Object.entries(keys).every(([key, value]) => marker.keys[key] === value),
  );
}
