/** `per_page`, `page` and the `Link` header, as GitHub's listings have them. */
import { type Call, type Reply } from "./call.ts";

const DEFAULT_SIZE = 30;
const MAXIMUM_SIZE = 100;

/** One page of rows and the header that leads to the others. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly headers: Readonly<Record<string, string>>;
}

/** Cuts the page that was asked for out of all rows. Sizes over 100 are 100; nonsense is the default. */
export function pageOf<T>(call: Call, all: readonly T[]): Page<T> {
  const size = Math.min(MAXIMUM_SIZE, positive(call.query.get("per_page")) ?? DEFAULT_SIZE);
  const page = positive(call.query.get("page")) ?? 1;
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = linkHeader(call, page, last);
  return { rows: all.slice((page - 1) * size, page * size), headers: link === "" ? {} : { link } };
}

/** A page of shapes as a reply. Only the rows of the page are rendered. */
export function pagedReply<T>(call: Call, all: readonly T[], render: (row: T) => unknown): Reply {
  const { rows, headers } = pageOf(call, all);
  return { status: 200, body: rows.map(render), headers };
}

function positive(text: string | null): number | undefined {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value > 0 ? value : undefined;
}

function linkHeader(call: Call, page: number, last: number): string {
  const to = (number: number, rel: string): string => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(number));
    return `<${call.world.url}${call.path}?${query.toString()}>; rel="${rel}"`;
  };
  return [
    ...(page > 1 ? [to(Math.min(page - 1, last), "prev")] : []),
    ...(page < last ? [to(page + 1, "next"), to(last, "last")] : []),
    ...(page > 1 ? [to(1, "first")] : []),
  ].join(", ");
}
