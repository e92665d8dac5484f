/** What a new summary has to find out once: how the policy was loosened since the one before, and the budgets that only their source can tell. */
import type { Config } from "#src/config/schema.ts";
import { defaultConfig, loadConfig } from "#src/config/load.ts";
import type { KeptFacts } from "#src/digest/kept-facts.ts";
import type { PolicyCommit } from "#src/facts/repository.ts";
import { sayInstant } from "#src/calendar/instant.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { policyChanges } from "#src/gate/policy-changes.ts";
import { readReadings } from "./read-budgets.ts";
import type { Services } from "./services.ts";
import type { RepositoryView } from "./view-repository.ts";

/** Reads nothing from GitHub while the policy is the same. @param before of the summary before; null = there was none */
export async function gatherKeptFacts(
  services: Services,
  view: RepositoryView,
  before: KeptFacts | null,
): Promise<KeptFacts> {
  const { policy, tracked, now } = view;
  const readings = await readReadings(services, { config: policy.config, tracked, now });
  const rows = [...readings].map(([component, answer]) => ({
    component,
    answer,
    asOf: answer.kind === "remaining" ? answer.asOf : now,
  }));
  const present = policy.sha ?? "none";
  const loosened =
    before === null || before.policy === present ? [] : await loosenedSince(services, view, before.policy);
  return { policy: present, loosened, readings: rows };
}

interface Version {
  readonly commit: PolicyCommit;
  readonly config: Config;
}

/** One line a commit that let more through than the version before it. A version that does not parse never held. */
async function loosenedSince(services: Services, view: RepositoryView, since: string): Promise<readonly string[]> {
  const { policy, repository } = view;
  const versions: Version[] = [];
  let base: Config | null = since === "none" ? defaultConfig() : null;
  for (const commit of await services.github.readPolicyHistory(repository, policy.ref)) {
    const file = await services.github.readPolicyFile(repository, commit.sha);
    const loaded = file && loadConfig(file.text, file.path);
    if (file?.sha === since) {
      base = loaded?.ok ? loaded.config : null;
      break;
    }
    if (loaded?.ok) versions.unshift({ commit, config: loaded.config });
  }
  let present = base ?? versions[0]?.config ?? policy.config;
  return versions.flatMap(({ commit, config }) => {
    const changes = policyChanges(present, config).filter((change) => change.startsWith("loosens "));
    present = config;
    return changes.length === 0 ? [] : [sayLoosened(commit, changes, view)];
  });
}

function sayLoosened({ sha, at, by, title }: PolicyCommit, changes: readonly string[], view: RepositoryView): string {
  const who = by === null ? "" : ` by ${escapeText(by)}`;
  const when = at === null ? "" : `, ${sayInstant(at)}`;
  const link = `[${sha.slice(0, 7)}](${view.repository.url}/commit/${sha})`;
  return `**Policy loosened**${who}${when}: ${changes.map((change) => change.slice("loosens ".length)).join("; ")} (${link} “${escapeText(title)}”)`;
}
