/** `node test/chaos/story-of.ts JOURNAL OWNER/NAME TITLE…`: what concerned one thing in a run that kept its journal (`CHAOS_JOURNALS=folder npm run chaos`), in its order. */
import { readFileSync } from "node:fs";
import type { JournalLine } from "./journal.ts";

const [path = "", repository = "", ...words] = process.argv.slice(2);
const lines = readFileSync(path, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as JournalLine);

/** Numbers of what has one of the titles, by the webhooks. */
const titled = new Set(
  lines
    .filter(({ kind }) => kind === "webhook")
    .map(({ what }) => JSON.parse(what.slice(what.indexOf("{"))) as Webhook)
    .filter((payload) => payload.repository?.full_name === repository)
    .flatMap(({ issue, pull_request: pull }) => issue ?? pull ?? [])
    .filter(({ title }) => words.some((word) => title.includes(word)))
    .map(({ number }) => number),
);

interface Webhook {
  readonly repository?: { readonly full_name: string };
  readonly issue?: { readonly number: number; readonly title: string };
  readonly pull_request?: { readonly number: number; readonly title: string };
}

const numbers = [...titled].join("|");
const concerned = new RegExp(
  `/repos/${repository}/(issues|pulls)/(${numbers})\\b|${repository}#(${numbers})\\b|"(number|issue_number)":(${numbers})\\b`,
);
const isOfRepository = (what: string) => what.includes(repository);
const WIDTH = Number(process.env["WIDTH"] ?? 400);

process.stdout.write(`${repository}: ${numbers}\n`);
for (const { at, kind, what } of lines) {
  const isConcerned = kind === "process" || words.some((word) => what.includes(word)) || concerned.test(what);
  if (!isConcerned || (kind !== "process" && kind !== "log" && !isOfRepository(what))) continue;
  const time = new Date(at * 1000).toISOString().slice(8, 19);
  process.stdout.write(`${time} ${kind.padEnd(8)} ${what.slice(0, WIDTH)}\n`);
}
