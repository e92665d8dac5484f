/** Does GitHub reach the App? Only the App itself may ask, so this needs its key. */
import { readFileSync } from "node:fs";
import { ProbotOctokit } from "probot";
import { parse } from "yaml";
import { z } from "zod";
import { type Client, connectClient } from "#src/github/client.ts";
import type { Terminal } from "#cli/command.ts";
import { readApiUrl } from "#cli/github.ts";
import { type Finding, good, unseen, wrong } from "./finding.ts";
import { look, type Patient } from "./patient.ts";

const ABOUT = "webhook";

/** With `APP_ID` and `PRIVATE_KEY`, as the App itself has them; says so when they are not there. */
export async function examineWebhook(patient: Patient, terminal: Terminal): Promise<readonly Finding[]> {
  if (patient.config.writer !== "app") return [];
  const [appId, key] = [terminal.environment("APP_ID"), terminal.environment("PRIVATE_KEY")];
  if (!appId || !key) {
    const mend = "Set APP_ID and PRIVATE_KEY as the App has them, and run doctor again.";
    return [unseen(ABOUT, "Whether webhooks arrive can only be seen by the App.", mend)];
  }
  const app = { ...patient, client: connectApp({ appId, key, baseUrl: readApiUrl(terminal) }) };
  return [...(await installationFindings(app)), ...(await deliveryFindings(app))];
}

function connectApp({ appId, key, baseUrl }: { appId: string; key: string; baseUrl: string }): Client {
  const privateKey = key.includes("-----BEGIN")
    ? key.replaceAll(String.raw`\n`, "\n")
    : Buffer.from(key, "base64").toString("utf8");
  const octokit = new ProbotOctokit({
    auth: { appId: Number(appId), privateKey },
    baseUrl,
    throttle: { enabled: false },
    retry: { enabled: false },
  });
  return connectClient({ octokit, self: "the App" });
}

const installationAnswer = z.object({
  permissions: z.record(z.string(), z.string()),
  events: z.array(z.string()),
  suspended_at: z.string().nullish(),
});
const LEVELS = ["read", "write", "admin"];

async function installationFindings(app: Patient): Promise<readonly Finding[]> {
  const seen = await look(app, {
    about: "installation",
    source: "the installation",
    route: "GET /repos/{owner}/{repo}/installation",
    schema: installationAnswer,
  });
  if ("finding" in seen) return [seen.finding];
  const about = "installation";
  if (!seen.found)
    return [wrong(about, "The App is not installed on this repository.", "Install it: App's settings → Install App.")];
  if (seen.found.suspended_at)
    return [wrong(about, "The installation is suspended.", "Settings → GitHub Apps → Configure → Unsuspend.")];
  return compare(seen.found);
}

/** Against the manifest: people may have changed the App's settings, or not accepted new permissions yet. */
function compare({ permissions, events }: z.output<typeof installationAnswer>): readonly Finding[] {
  const about = "installation";
  const wanted = readManifest();
  const lacking = Object.entries(wanted.default_permissions).filter(
    ([name, level]) => LEVELS.indexOf(permissions[name] ?? "") < LEVELS.indexOf(level),
  );
  const deaf = wanted.default_events.filter((event) => !events.includes(event));
  if (lacking.length + deaf.length === 0) return [good(about, "Permissions and events are those of app.yml.")];
  const says = [
    lacking.length > 0 ? `lacks ${lacking.map(([name, level]) => `${name}: ${level}`).join(", ")}` : "",
    deaf.length > 0 ? `does not hear of ${deaf.join(", ")}` : "",
  ];
  const mend = "Set them in the App's settings → Permissions & events; then the organisation has to accept them.";
  return [wrong(about, `The App ${says.filter((part) => part !== "").join(", and ")}.`, mend)];
}

function readManifest() {
  const file = readFileSync(new URL("../../app.yml", import.meta.url), "utf8");
  return parse(file) as {
    readonly default_events: readonly string[];
    readonly default_permissions: Record<string, string>;
  };
}

const deliveriesAnswer = z.array(z.object({ status_code: z.number(), status: z.string(), delivered_at: z.string() }));

async function deliveryFindings(app: Patient): Promise<readonly Finding[]> {
  const seen = await look(app, {
    about: ABOUT,
    source: "the deliveries",
    route: "GET /app/hook/deliveries",
    parameters: { per_page: 100 },
    schema: deliveriesAnswer,
  });
  if ("finding" in seen) return [seen.finding];
  const all = seen.found ?? [];
  if (all.length === 0) return [good(ABOUT, "GitHub sent nothing in the last three days.")];
  const failed = all.filter(({ status_code }) => status_code < 200 || status_code >= 300);
  if (failed.length === 0) return [good(ABOUT, `The last ${all.length} deliveries were all accepted.`)];
  const last = failed[0]!;
  const says = `${failed.length} of the last ${all.length} deliveries failed, the newest at ${last.delivered_at} (${last.status_code || "no answer"}: ${last.status}).`;
  const mend =
    last.status_code === 401
      ? "The secret differs: make the App's webhook secret equal to WEBHOOK_SECRET."
      : "Check that the App runs and that its webhook address is reachable; then redeliver from Advanced → Recent Deliveries.";
  return [wrong(ABOUT, says, mend)];
}
