/** Is the verdict required on the default branch, and from whom? A check that is not required holds nothing back. */
import { z } from "zod";
import { GATE_NAME } from "#src/flow/begin-gate.ts";
import { type Finding, good, unseen, wrong } from "./finding.ts";
import { look, type Patient } from "./patient.ts";

const ABOUT = "required check";

/** GitHub Actions' own App: who a commit status by a workflow's token comes from. */
const ACTIONS_APP = 15_368;

/** One requirement of our name; `source` null = anybody may report it. */
interface Requirement {
  readonly by: string;
  readonly source: number | null;
}

/** Looks at classic protection and at rulesets, which both may require it. */
export async function examineRequiredCheck(patient: Patient): Promise<readonly Finding[]> {
  const branch = patient.repository.defaultBranch;
  const seen = [await protectionOf(patient, branch), await rulesOf(patient, branch)];
  const requirements = seen.flatMap((one) => ("finding" in one ? [] : one.found));
  const hidden = seen.flatMap((one) => ("finding" in one ? [one.finding] : []));
  if (requirements.length > 0) return Promise.all(requirements.map((one) => sourceFinding(patient, one)));
  if (hidden.length > 0) return hidden;
  const says = `\`${GATE_NAME}\` is not required on ${branch}: a failing verdict holds nothing back.`;
  const mend = `Settings → Rules → Rulesets → New branch ruleset for ${branch}: “Require status checks to pass”, add \`${GATE_NAME}\`.`;
  return [wrong(ABOUT, says, mend)];
}

type Seen = { readonly found: readonly Requirement[] } | { readonly finding: Finding };

const branchAnswer = z.object({
  protection: z
    .object({
      required_status_checks: z
        .object({
          contexts: z.array(z.string()).default([]),
          checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).default([]),
        })
        .nullish(),
    })
    .nullish(),
});

async function protectionOf(patient: Patient, branch: string): Promise<Seen> {
  const route = "GET /repos/{owner}/{repo}/branches/{branch}";
  const source = `the protection of ${branch}`;
  const seen = await look(patient, { about: ABOUT, source, route, parameters: { branch }, schema: branchAnswer });
  if ("finding" in seen) return seen;
  const { checks = [], contexts = [] } = seen.found?.protection?.required_status_checks ?? {};
  const named = checks.filter(({ context }) => context === GATE_NAME);
  const plain = named.length === 0 && contexts.includes(GATE_NAME) ? [{ app_id: null }] : [];
  const by = `the protection of ${branch}`;
  return { found: [...named, ...plain].map(({ app_id }) => ({ by, source: app_id ?? null })) };
}

const rulesAnswer = z.array(
  z.object({
    type: z.string(),
    ruleset_id: z.number().optional(),
    parameters: z
      .object({
        required_status_checks: z
          .array(z.object({ context: z.string(), integration_id: z.number().nullish() }))
          .optional(),
      })
      .nullish(),
  }),
);

async function rulesOf(patient: Patient, branch: string): Promise<Seen> {
  const route = "GET /repos/{owner}/{repo}/rules/branches/{branch}";
  const parameters = { branch, per_page: 100 };
  const seen = await look(patient, { about: ABOUT, source: "the rulesets", route, parameters, schema: rulesAnswer });
  if ("finding" in seen) return seen;
  const found = (seen.found ?? []).flatMap(({ ruleset_id, parameters: rule }) =>
    (rule?.required_status_checks ?? [])
      .filter(({ context }) => context === GATE_NAME)
      .map(({ integration_id }) => ({ by: `ruleset ${ruleset_id ?? "?"}`, source: integration_id ?? null })),
  );
  return { found };
}

async function sourceFinding(patient: Patient, { by, source }: Requirement): Promise<Finding> {
  const wanted = await wantedSource(patient);
  if (wanted === null) {
    const says = `\`${GATE_NAME}\` is required by ${by}; whether from the right App cannot be seen.`;
    return unseen(
      ABOUT,
      says,
      `Check that \`app: ${patient.config.app}\` is the App's slug (it stands in the App's address).`,
    );
  }
  if (source === wanted.id) return good(ABOUT, `\`${GATE_NAME}\` is required by ${by}, and only from ${wanted.name}.`);
  const found = source === null ? "from anybody with write access" : `from another App (id ${source})`;
  const says = `\`${GATE_NAME}\` is required by ${by}, but accepted ${found}.`;
  return wrong(ABOUT, says, `Set the expected source of the check to ${wanted.name} in the same rule.`);
}

async function wantedSource(patient: Patient): Promise<{ id: number; name: string } | null> {
  if (patient.config.writer === "action") return { id: ACTIONS_APP, name: "GitHub Actions" };
  const seen = await look(patient, {
    about: ABOUT,
    source: "the App",
    route: "GET /apps/{app_slug}",
    parameters: { app_slug: patient.config.app },
    schema: z.object({ id: z.number(), name: z.string() }),
  });
  return "found" in seen ? seen.found : null;
}
