/** The page on which somebody adds to an analysis without a name: its signed address, its form, and what is sent with it. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Instant } from "#src/calendar/instant.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { OmissionPage } from "#src/flow/services.ts";
import type { NewWork } from "#src/queue/work.ts";
import { omissionJob } from "./jobs.ts";
import { type Answer, readBody } from "./receive.ts";

/** What the page needs. */
export interface OmissionDesk {
  readonly secret: string;
  now(): Instant;
  /** Stores the work; resolves when it would survive the process being killed. */
  queue(work: NewWork): Promise<void>;
}

const PATH = /^\/omission\/([A-Za-z0-9][\w-]{0,38})\/([\w.-]{1,100})\/(\d{1,9})\/([\w-]{32})\/?$/;
const MOST_BYTES = 16 * 1024;

/** Where the page of an analysis is. The secret of the webhooks signs it, so nobody can make up the address of another. */
export function omissionPageAt(publicUrl: string, secret: string): OmissionPage {
  const base = publicUrl.replace(/\/+$/, "");
  return (issue) => `${base}/omission/${issue.owner}/${issue.repo}/${issue.number}/${tokenFor(issue, secret)}`;
}

/** The analysis and the token that a path names; null for any other path. */
export function omissionPath(path: string): { readonly issue: IssueReference; readonly token: string } | null {
  const [, owner, repo, number, token] = PATH.exec(path) ?? [];
  return token === undefined ? null : { issue: { owner: owner!, repo: repo!, number: Number(number) }, token };
}

/** Shows the form, or takes what was sent. Nothing of the sender is kept: no address, no cookie, no log line. Rejects when storing failed. */
export async function receiveOmission(
  request: IncomingMessage,
  { issue, token }: { readonly issue: IssueReference; readonly token: string },
  { secret, now, queue }: OmissionDesk,
): Promise<Answer> {
  if (!isSame(token, tokenFor(issue, secret))) return page(404, "Nothing here", "Take the address from the analysis.");
  if (request.method === "GET" || request.method === "HEAD") return form(issue, "");
  if (request.method !== "POST") return { status: 405, text: "Open the page, or send its form." };
  const body = await readBody(request, MOST_BYTES);
  if (body === null) return page(413, "Too long", "Please tell it in a few sentences.");
  const sent = new URLSearchParams(body.toString("utf8"));
  const text = (sent.get("text") ?? "").trim();
  if (text === "") return form(issue, "Please say what happened.");
  await queue(omissionJob(issue, { text, time: (sent.get("time") ?? "").trim(), told: now() }));
  return page(200, "Thank you", "It joins the timeline of the analysis within a minute, without your name.");
}

function tokenFor({ owner, repo, number }: IssueReference, secret: string): string {
  const place = `omission:${owner}/${repo}#${number}`.toLowerCase();
  return createHmac("sha256", secret).update(place).digest("base64url").slice(0, 32);
}

function isSame(given: string, wanted: string): boolean {
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}

function form({ owner, repo, number }: IssueReference, problem: string): Answer {
  const said = problem === "" ? "" : `<p role="alert"><strong>${problem}</strong></p>`;
  return page(
    problem === "" ? 200 : 422,
    "What was left out?",
    `${said}<p>It joins the timeline of ${owner}/${repo}#${number}. Your name is not asked for and not kept. Please name no other person either: say what was seen, and what it was like.</p>
<form method="post">
<p><label for="time">When, if you know (14:12, or 2026-01-05T14:12Z)</label><br><input id="time" name="time" maxlength="40"></p>
<p><label for="text">What happened, or what it was like</label><br><textarea id="text" name="text" rows="5" cols="60" maxlength="400" required></textarea></p>
<p><button>Add it without my name</button></p>
</form>`,
  );
}

function page(status: number, title: string, body: string): Answer {
  const head = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}input,textarea{font:inherit;max-width:100%;box-sizing:border-box}</style>`;
  return { status, text: `${head}<main><h1>${title}</h1>${body}</main></html>`, html: true };
}
