/** Preloaded into a process of the App that is to be killed at a certain statement: `DIE_AT=12:before` ends it with SIGKILL at its twelfth statement that writes, before it is sent or after it was done. */
import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";

const [at, when] = (process.env["DIE_AT"] ?? "").split(":");
const WRITES = /^\s*(insert|update|delete|create|alter|select nextval)/i;
let seen = 0;

type Query = (...given: unknown[]) => Promise<unknown>;

function dying(query: Query): Query {
  return async function (this: unknown, ...given) {
    const isIt = WRITES.test(String(given[0])) && (seen += 1) === Number(at);
    if (isIt && when === "before") process.kill(process.pid, "SIGKILL");
    const answer = await query.apply(this, given);
    if (isIt) process.kill(process.pid, "SIGKILL");
    return answer;
  };
}

for (const database of [PGlite.prototype, Client.prototype] as unknown as { query: Query }[]) {
  database.query = dying(database.query);
}
