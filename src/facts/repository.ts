/** What GitHub says of a repository and of our configuration in it. */
import type { Instant } from "#src/calendar/instant.ts";
import type { RepositoryName } from "./issue-reference.ts";

/** A repository as GitHub has it. `id` stays the same through renames and transfers, so markers use it. */
export interface RepositoryFacts extends RepositoryName {
  readonly id: number;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
  readonly archived: boolean;
  readonly url: string;
}

/** A configuration file at one commit of one branch. `text: null` means that the branch has no such file. */
export interface PolicyFile {
  readonly path: string;
  readonly ref: string;
  /** The blob's SHA when there is a file. */
  readonly sha: string | null;
  readonly text: string | null;
}

/** A commit that changed the configuration. */
export interface PolicyCommit {
  readonly sha: string;
  /** When it was committed; null when GitHub does not say. */
  readonly at: Instant | null;
  /** The login, else the name in git; null when neither is told. */
  readonly by: string | null;
  /** The first line of its message. */
  readonly title: string;
}
