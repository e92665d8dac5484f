/** May this token read what a judgement needs? */
import { z } from "zod";
import { type Finding, good, wrong } from "./finding.ts";
import { look, type Patient } from "./patient.ts";

const ABOUT = "token";

/** One harmless read for each permission. */
const READS: readonly { readonly source: string; readonly route: string }[] = [
  { source: "the issues", route: "GET /repos/{owner}/{repo}/issues" },
  { source: "the pull requests", route: "GET /repos/{owner}/{repo}/pulls" },
  { source: "the commits", route: "GET /repos/{owner}/{repo}/commits" },
];

/** Tries them; also tells of a repository in which nothing can be written. */
export async function examineToken(patient: Patient): Promise<readonly Finding[]> {
  const looks = READS.map((read) =>
    look(patient, { about: ABOUT, ...read, parameters: { per_page: 1 }, schema: z.array(z.unknown()) }),
  );
  const refused = (await Promise.all(looks)).flatMap((seen) => ("finding" in seen ? [seen.finding] : []));
  const findings = refused.map(({ says, mend }) => wrong(ABOUT, says, mend ?? ""));
  const { archived, owner, repo } = patient.repository;
  if (archived)
    findings.push(
      wrong(
        "repository",
        `${owner}/${repo} is archived: nothing can be written.`,
        "Unarchive it, or uninstall Aftercare.",
      ),
    );
  return findings.length > 0 ? findings : [good(ABOUT, `It may read ${owner}/${repo} as far as a judgement needs.`)];
}
