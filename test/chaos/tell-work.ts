/** Preloaded into a process of the App whose story is written down: it tells on standard error which rows of work it claims, and what it writes down of them. */
import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";

type Query = (...given: unknown[]) => Promise<unknown>;
type Row = Readonly<Record<string, unknown>>;

const CLAIM = /^\s*update work set claimed_until/;
const END = /^\s*(update|insert into) "work"/;

function tell(what: string): void {
  process.stderr.write(`${JSON.stringify({ process: process.pid, work: what })}\n`);
}

function telling(query: Query): Query {
  return async function (this: unknown, ...given) {
    const [text, values] = given as [unknown, readonly unknown[] | undefined];
    if (END.test(String(text))) tell(`${String(text).slice(0, 60)} … ${JSON.stringify(values).slice(0, 4_000)}`);
    const answer = await query.apply(this, given);
    if (!CLAIM.test(String(text))) return answer;
    for (const { seq, kind, key, dedupe, attempts } of (answer as { rows?: readonly Row[] }).rows ?? []) {
      tell(`claimed ${JSON.stringify({ seq, kind, key, dedupe, attempts })}`);
    }
    return answer;
  };
}

for (const database of [PGlite.prototype, Client.prototype] as unknown as { query: Query }[]) {
  database.query = telling(database.query);
}
