/** `aftercare rebuild`: what the App remembers of GitHub is read anew, and held against what it had. */
import type { Command } from "commander";
import { readAppIdentity } from "#cli/app-identity.ts";
import { UsageError, type Terminal } from "#cli/command.ts";
import { withStore } from "#cli/database.ts";
import { readRepositoryName } from "#cli/github.ts";
import { sameRepository, type RepositoryName } from "#src/facts/issue-reference.ts";
import { rebuildRepository } from "#src/flow/rebuild-repository.ts";
import { GitHubUnavailable, type GitHub, type Projection, type Services } from "#src/flow/services.ts";
import { openProjection, type ProjectionTables } from "#src/store/projection.ts";

/** Adds the options and the action. */
export function define(command: Command, terminal: Terminal): void {
  command
    .description(
      "Reads policies, tracked issues and open pull requests of all installations anew into the database that DATABASE_URL or DATA_DIR names, as the App of APP_ID and PRIVATE_KEY. With PostgreSQL the App may go on running. Exit code 1 when something had been remembered otherwise than GitHub has it; the App's next sweep judges by what was read.",
    )
    .option("--repo <owner/name>", "only this repository")
    .action((options: { readonly repo?: string }) =>
      rebuild(terminal, options.repo === undefined ? null : readRepositoryName(options.repo)),
    );
}

async function rebuild(terminal: Terminal, only: RepositoryName | null): Promise<void> {
  const app = readAppIdentity(terminal);
  const counts = { repositories: 0, corrections: 0 };
  await withStore<ProjectionTables, void>(terminal, async ({ db }) => {
    const projection = openProjection(db);
    for (const installation of await ask(app.listInstallations())) {
      const all = await ask(app.listRepositories(installation));
      const chosen = only === null ? all : all.filter((one) => sameRepository(one, only));
      const github = chosen.length === 0 ? null : await ask(app.forInstallation(installation));
      for (const repository of github ? chosen : []) {
        counts.repositories += 1;
        counts.corrections += await rebuildOne(terminal, servicesOf(terminal, github!, projection), repository);
      }
    }
  });
  if (only !== null && counts.repositories === 0)
    throw new UsageError(`${only.owner}/${only.repo}: not installed there`);
  terminal.out(`${counts.repositories} read anew, ${counts.corrections} corrected`);
  if (counts.corrections > 0) terminal.exit(1);
}

type Remembering = Services & { readonly projection: Projection };

/** @returns how much was corrected. */
async function rebuildOne(terminal: Terminal, services: Remembering, repository: RepositoryName): Promise<number> {
  const rebuilt = await ask(rebuildRepository(services, repository));
  if (!rebuilt) return 0;
  const { view, pulls, corrections } = rebuilt;
  const issues = view.tracked.tracked.length;
  const said = corrections.length === 0 ? "as remembered" : `corrected: ${corrections.join(", ")}`;
  terminal.out(`${repository.owner}/${repository.repo}\t${issues} tracked, ${pulls} open pull requests\t${said}`);
  return corrections.length;
}

function servicesOf({ error }: Terminal, github: GitHub, projection: Projection): Remembering {
  const log = { info: () => {}, warn: (_data: object, message: string) => error(message) };
  return {
    github,
    log: { ...log, error: log.warn },
    face: { kind: "app", reportOnly: false },
    rechecks: { request: async () => {} },
    projection,
  };
}

async function ask<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GitHubUnavailable) throw new UsageError(error.message);
    throw error;
  }
}
