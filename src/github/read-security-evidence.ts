/** Reads whether an alert or advisory that a pull request names is known to GitHub for this repository. */
import { z } from "zod";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import type { SecurityEvidence } from "#src/gate/facts.ts";
import { narrow, type Answer, type Call, type Client } from "./client.ts";
import { toUnavailable } from "./errors.ts";
import { itemsOf, PAGE_SIZE } from "./pages.ts";

const ADVISORY = /\bGHSA(?:-[23456789cfghjmpqrvwx]{4}){3}\b/gi;
const ALERT = /\/([\w.-]+)\/([\w.-]+)\/security\/(dependabot|code-scanning|secret-scanning)\/(\d+)\b/g;

/** A text may name many; only so many are looked up. */
const MOST_NAMES = 5;

const ALERT_ROUTES = {
  dependabot: "GET /repos/{owner}/{repo}/dependabot/alerts/{alert_number}",
  "code-scanning": "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}",
  "secret-scanning": "GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}",
} as const;

/**
 * The first open alert or advisory of this repository that title or body name, else the first that is known and closed, else
 * `"none"`. That an advisory exists somewhere in the world proves nothing: it must stand as an alert or a draft of this repository.
 * A token that may not read alerts finds none. Without a name in the text it costs no request.
 */
export async function readSecurityEvidence(client: Client, pull: PullRequestFacts): Promise<SecurityEvidence | "none"> {
  const text = `${pull.title}\n${pull.body}`;
  const advisories = [...new Set([...text.matchAll(ADVISORY)].map(([id]) => canonicalId(id)))];
  const alerts = [...text.matchAll(ALERT)].filter(([, owner, repo]) => isHere(pull, owner!, repo!));
  const found = await Promise.all([
    ...advisories.slice(0, MOST_NAMES).map((id) => findAdvisory(client, pull, id)),
    ...alerts
      .slice(0, MOST_NAMES)
      .map(([, , , kind, number]) =>
        findAlert(client, pull, { kind: kind as keyof typeof ALERT_ROUTES, number: Number(number) }),
      ),
  ]);
  const known = found.filter((evidence) => evidence !== null);
  return known.find(({ open }) => open) ?? known[0] ?? "none";
}

/** `GHSA` in capitals, the rest in small letters: as GitHub writes it. */
function canonicalId(id: string): string {
  return `GHSA${id.slice(4).toLowerCase()}`;
}

function isHere(pull: PullRequestFacts, owner: string, repo: string): boolean {
  return owner.toLowerCase() === pull.owner.toLowerCase() && repo.toLowerCase() === pull.repo.toLowerCase();
}

async function findAlert(
  client: Client,
  pull: PullRequestFacts,
  alert: { readonly kind: keyof typeof ALERT_ROUTES; readonly number: number },
): Promise<SecurityEvidence | null> {
  const { owner, repo } = pull;
  const call: Call = {
    source: `the ${alert.kind} alert ${alert.number} of ${owner}/${repo}`,
    route: ALERT_ROUTES[alert.kind],
    parameters: { owner, repo, alert_number: alert.number },
  };
  const answer = await readIfAllowed(client, call);
  if (answer === null) return null;
  const { state } = narrow(z.object({ state: z.string() }), answer.data, call.source);
  return { advisory: String(alert.number), open: state === "open" };
}

/** A draft of our own advisories, or an open alert of Dependabot for it. A published advisory stays published for ever: it proves nothing about now. */
async function findAdvisory(client: Client, pull: PullRequestFacts, id: string): Promise<SecurityEvidence | null> {
  const [own, open] = await Promise.all([readOwnAdvisory(client, pull, id), hasOpenAlert(client, pull, id)]);
  if (own === null && !open) return null;
  return { advisory: id, open: open || own === "triage" || own === "draft" };
}

async function readOwnAdvisory(client: Client, pull: PullRequestFacts, id: string): Promise<string | null> {
  const { owner, repo } = pull;
  const call: Call = {
    source: `the advisory ${id} of ${owner}/${repo}`,
    route: "GET /repos/{owner}/{repo}/security-advisories/{ghsa_id}",
    parameters: { owner, repo, ghsa_id: id },
  };
  const answer = await readIfAllowed(client, call);
  return answer && narrow(z.object({ state: z.string() }), answer.data, call.source).state;
}

const alertAnswer = z.object({ security_advisory: z.object({ ghsa_id: z.string() }) });

/** The newest hundred open alerts: this listing has no filter by advisory. */
async function hasOpenAlert(client: Client, pull: PullRequestFacts, id: string): Promise<boolean> {
  const { owner, repo } = pull;
  const call: Call = {
    source: `the open Dependabot alerts of ${owner}/${repo}`,
    route: "GET /repos/{owner}/{repo}/dependabot/alerts",
    parameters: { owner, repo, state: "open", per_page: PAGE_SIZE },
  };
  const answer = await readIfAllowed(client, call);
  if (answer === null) return false;
  const alerts = narrow(z.array(alertAnswer), itemsOf(answer, call), call.source);
  return alerts.some((alert) => canonicalId(alert.security_advisory.ghsa_id) === id);
}

/** Null also where the token may not look, or the feature is switched off (403, 404, 422): no proof, but no failure either. */
async function readIfAllowed(client: Client, call: Call): Promise<Answer | null> {
  const attempt = await client.attempt(call);
  if (attempt.ok) return attempt.answer;
  const { failure } = attempt;
  if (failure.kind === "missing" || failure.kind === "forbidden" || failure.kind === "invalid") return null;
  throw toUnavailable(call.source, failure);
}
