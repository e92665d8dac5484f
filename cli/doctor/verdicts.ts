/** Does the writer write? A verdict on one of the newest pull requests is the proof that events arrive and permissions suffice. */
import { z } from "zod";
import { GATE_NAME } from "#src/flow/begin-gate.ts";
import { type Finding, good, wrong } from "./finding.ts";
import { look, type Patient } from "./patient.ts";

const ABOUT = "verdicts";
const LOOKED_AT = 5;

const pullsAnswer = z.array(z.object({ number: z.number(), head: z.object({ sha: z.string() }) }));
const runsAnswer = z.object({
  check_runs: z.array(
    z.object({ app: z.object({ slug: z.string().nullish() }).nullish(), completed_at: z.string().nullish() }),
  ),
});
const statusAnswer = z.object({
  statuses: z.array(z.object({ context: z.string(), updated_at: z.string().nullish() })),
});

/** Looks at the pull requests that changed last. */
export async function examineVerdicts(patient: Patient): Promise<readonly Finding[]> {
  const seen = await look(patient, {
    about: ABOUT,
    source: "the pull requests",
    route: "GET /repos/{owner}/{repo}/pulls",
    parameters: { state: "open", sort: "updated", direction: "desc", per_page: LOOKED_AT },
    schema: pullsAnswer,
  });
  if ("finding" in seen) return [seen.finding];
  const pulls = seen.found ?? [];
  if (pulls.length === 0) return [good(ABOUT, "There is no open pull request to judge.")];
  for (const { number, head } of pulls) {
    const finding =
      patient.config.writer === "app" ? await checkRunOn(patient, head.sha) : await statusOn(patient, head.sha);
    if (finding) return [finding(number)];
  }
  return [noVerdict(patient, pulls.length)];
}

type Told = (number: number) => Finding;

async function checkRunOn(patient: Patient, sha: string): Promise<Told | null> {
  const seen = await look(patient, {
    about: ABOUT,
    source: "the check runs",
    route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    parameters: { ref: sha, check_name: GATE_NAME, per_page: 100 },
    schema: runsAnswer,
  });
  if ("finding" in seen) return () => seen.finding;
  const runs = seen.found?.check_runs ?? [];
  const own = runs.find(({ app }) => app?.slug === patient.config.app);
  if (own) return (number) => good(ABOUT, `The App judged #${number}${when(own.completed_at)}.`);
  const other = runs[0]?.app?.slug;
  if (other === undefined) return null;
  const says = `\`${GATE_NAME}\` comes from the App \`${other}\`, not from \`${patient.config.app}\`.`;
  return () =>
    wrong(
      ABOUT,
      says,
      `Write \`app: ${other}\` into the configuration if that is your App; else rename the other check.`,
    );
}

async function statusOn(patient: Patient, sha: string): Promise<Told | null> {
  const seen = await look(patient, {
    about: ABOUT,
    source: "the commit statuses",
    route: "GET /repos/{owner}/{repo}/commits/{ref}/status",
    parameters: { ref: sha, per_page: 100 },
    schema: statusAnswer,
  });
  if ("finding" in seen) return () => seen.finding;
  const own = seen.found?.statuses.find(({ context }) => context === GATE_NAME);
  return own ? (number) => good(ABOUT, `The Action judged #${number}${when(own.updated_at)}.`) : null;
}

function when(time: string | null | undefined): string {
  return time ? ` at ${time}` : "";
}

function noVerdict({ config }: Patient, count: number): Finding {
  const says = `None of the ${count} open pull requests that changed last has a verdict.`;
  const mend =
    config.writer === "app"
      ? "Install the App on this repository, and look at “Advanced → Recent Deliveries” in the App's settings."
      : "Add examples/action-only/.github/workflows/aftercare.yml with `permissions: statuses: write`.";
  return wrong(ABOUT, says, mend);
}
