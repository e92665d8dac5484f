/** Keeps answers that GitHub has tagged, so that an unchanged one is confirmed (304, which costs no quota) instead of sent again. */
import type { Answer, Call } from "./client.ts";

/** Kept answers of one installation. */
export interface AnswerCache {
  /** The answer to the same call, with its tag. */
  find(call: Call): { readonly tag: string; readonly answer: Answer } | undefined;
  /** Keeps the answer when GitHub has tagged it and it is whole. */
  keep(call: Call, answer: Answer): void;
}

/** How much is kept at most; the answer that was used longest ago goes first. */
export interface CacheBounds {
  readonly entries: number;
  /** Characters of JSON. */
  readonly size: number;
}

const BOUNDS: CacheBounds = { entries: 2_000, size: 32_000_000 };

interface Entry {
  readonly tag: string;
  readonly answer: Answer;
  readonly size: number;
}

/** Opens one store for all installations; `of` gives each its own part, since the same call may be answered differently. */
export function openAnswerCache(bounds: CacheBounds = BOUNDS): { of(installation: number): AnswerCache } {
  const entries = new Map<string, Entry>();
  let size = 0;
  const drop = (key: string) => {
    size -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  };
  const add = (key: string, entry: Entry) => {
    drop(key);
    entries.set(key, entry);
    size += entry.size;
    while (entries.size > bounds.entries || size > bounds.size) drop(entries.keys().next().value!);
  };
  return {
    of: (installation) => ({
      find: (call) => {
        const key = keyOf(installation, call);
        const entry = entries.get(key);
        if (entry) add(key, entry);
        return entry;
      },
      keep: (call, answer) => {
        const tag = answer.headers["etag"];
        if (typeof tag !== "string" || !isWhole(call, answer)) return;
        add(keyOf(installation, call), { tag, answer, size: JSON.stringify(answer.data).length });
      },
    }),
  };
}

/** A tag covers the page's content and not the `Link` header: a full page stays "unmodified" when further pages come. */
function isWhole({ route, parameters }: Call, { headers }: Answer): boolean {
  return route.startsWith("GET ") && headers["link"] === undefined && parameters["headers"] === undefined;
}

function keyOf(installation: number, { route, parameters }: Call): string {
  return `${installation} ${route} ${JSON.stringify(parameters)}`;
}
