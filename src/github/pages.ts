/** Reads listings whole: the first page tells by its `Link` header how many there are, the others follow together. */
import { z } from "zod";
import { narrow, read, type Answer, type Call, type Client } from "./client.ts";

/** GitHub's largest page. */
export const PAGE_SIZE = 100;

/** GitHub allows 100 requests at once for everything that we do; the largest list of files takes 30. */
const AT_ONCE = 30;

/**
 * All items of a listing, in its order; null when what is listed is gone or out of sight.
 * @throws GitHubUnavailable on every other failure, also when only one page failed: half a listing is none.
 */
export async function readAll(client: Client, call: Call): Promise<unknown[] | null> {
  const first = await readPage(client, call, 1);
  return first && (await readRest(client, call, first));
}

/** As `readAll`, for a caller that has the first page already. */
export async function readRest(client: Client, call: Call, first: Answer): Promise<unknown[] | null> {
  const last = lastPage(first);
  const rest = last === null ? await readOnward(client, call, first) : await readTogether(client, call, last);
  return rest === null ? null : [first, ...rest].flatMap((page) => itemsOf(page, call));
}

async function readTogether(client: Client, call: Call, last: number): Promise<Answer[] | null> {
  const pages: Answer[] = [];
  for (let next = 2; next <= last; next += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, last - next + 1) }, (_, index) => next + index);
    const some = await Promise.all(numbers.map((number) => readPage(client, call, number)));
    if (some.includes(null)) return null;
    pages.push(...some.filter((page) => page !== null));
  }
  return pages;
}

/** One page, `null` when the thing is gone. */
export async function readPage(client: Client, call: Call, page: number): Promise<Answer | null> {
  return read(client, pageOf(call, page));
}

/** The call for one page, counted from 1. */
export function pageOf(call: Call, page: number): Call {
  return { ...call, parameters: { per_page: PAGE_SIZE, ...call.parameters, ...(page > 1 ? { page } : {}) } };
}

/** The items of a page. GitHub answers a listing with an array. */
export function itemsOf(answer: Answer, call: Call): unknown[] {
  return narrow(z.array(z.unknown()), answer.data, call.source);
}

/** True when GitHub says that another page follows. */
export function hasNextPage(answer: Answer): boolean {
  return /rel="next"/.test(String(answer.headers["link"] ?? ""));
}

/** The number of the last page by the `Link` header: 1 when there is no next page, null when GitHub names no last one. */
function lastPage(answer: Answer): number | null {
  if (!hasNextPage(answer)) return 1;
  const address = /<([^>]+)>;\s*rel="last"/.exec(String(answer.headers["link"]))?.[1];
  const page = Number(address === undefined ? Number.NaN : new URL(address).searchParams.get("page"));
  return Number.isInteger(page) && page > 1 ? page : null;
}

/** For hosts that name only the next page. */
async function readOnward(client: Client, call: Call, first: Answer): Promise<Answer[] | null> {
  const pages = [first];
  while (hasNextPage(pages.at(-1)!)) {
    const page = await readPage(client, call, pages.length + 1);
    if (page === null) return null;
    pages.push(page);
  }
  return pages.slice(1);
}
