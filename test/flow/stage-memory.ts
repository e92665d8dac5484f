/** What the App of one stage remembers. Opening a database takes longer than most tests: stages share one, each under names of its own. */
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { Projection } from "#src/flow/services.ts";
import { openStore, type Store, type StoreAddress } from "#src/store/open-store.ts";
import { memoryStore } from "#test/support/memory-store.ts";
import { openProjection, type ProjectionTables } from "#src/store/projection.ts";

/** The memory of one stage. */
export interface StageMemory {
  readonly projection: Projection;
  /** Call once. */
  close(): Promise<void>;
}

let shared: Promise<Store<ProjectionTables>> | undefined;
let stages = 0;

/** Opens it, at an address of its own when there is one. */
export async function openMemory(address?: StoreAddress): Promise<StageMemory> {
  if (address) {
    const store = await openStore<ProjectionTables>(address);
    return { projection: openProjection(store.db), close: store.close };
  }
  // Ends with the process: other files that share its modules have their stages in it, too.
  shared ??= memoryStore().then((memory) => openStore<ProjectionTables>(memory));
  const { db } = await shared;
  return { projection: apart(openProjection(db), `stage-${(stages += 1)}`), close: async () => {} };
}

/** The same projection, in which no other stage finds anything. */
function apart(projection: Projection, stage: string): Projection {
  const own = ({ owner, repo }: RepositoryName) => ({ owner: `${stage}~${owner}`, repo });
  return {
    ticket: () => projection.ticket(),
    load: (repository, ...rest) => projection.load(own(repository), ...rest),
    loadAll: (repository, ...rest) => projection.loadAll(own(repository), ...rest),
    save: (repository, ...rest) => projection.save(own(repository), ...rest),
    forget: (repository, ...rest) => projection.forget(own(repository), ...rest),
    retain: (repository, ...rest) => projection.retain(own(repository), ...rest),
  };
}
