/** Can people pick the labels that mean something here? The bot makes those that it sets itself. */
import { z } from "zod";
import type { Config } from "#src/config/schema.ts";
import { type Finding, good, wrong } from "./finding.ts";
import { look, type Patient } from "./patient.ts";

const ABOUT = "labels";
const PAGE_SIZE = 100;
/** 1,000 labels: a repository with more gets the honest answer that not all were seen. */
const MOST_PAGES = 10;

/** Looks for the labels that people set when they declare an incident. */
export async function examineLabels(patient: Patient): Promise<readonly Finding[]> {
  const names = new Set<string>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const seen = await look(patient, {
      about: ABOUT,
      source: "the labels",
      route: "GET /repos/{owner}/{repo}/labels",
      parameters: { per_page: PAGE_SIZE, page },
      schema: z.array(z.object({ name: z.string() })),
    });
    if ("finding" in seen) return [seen.finding];
    for (const { name } of seen.found ?? []) names.add(name.toLowerCase());
    if ((seen.found?.length ?? 0) < PAGE_SIZE) break;
  }
  const missing = labelsToPick(patient.config).filter((name) => !names.has(name.toLowerCase()));
  if (missing.length === 0)
    return [good(ABOUT, "Every label that people pick when they declare an incident is there.")];
  const { owner, repo } = patient.repository;
  const commands = missing.map((name) => `gh label create ${quoted(name)} --repo ${owner}/${repo}`);
  const says = `${missing.length === 1 ? "A label is" : "Labels are"} missing that people pick: ${missing.join(", ")}.`;
  return [wrong(ABOUT, says, commands.join("\n"))];
}

function labelsToPick({ labels, components }: Config): readonly string[] {
  return [
    ...labels.incident,
    labels.near_miss,
    ...[1, 2, 3, 4].map((severity) => `${labels.severity}${severity}`),
    ...Object.keys(components).map((name) => `${labels.component}${name}`),
  ];
}

/** For a shell: the names come from a file in the repository, and people will paste the line. */
function quoted(name: string): string {
  return `'${name.replaceAll("'", String.raw`'\''`)}'`;
}
