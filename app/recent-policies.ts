/** The policy file as somebody read it a moment ago: work that came before that read began may go by it. In a burst it is read once instead of for each delivery. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { PolicyFile } from "#src/facts/repository.ts";
import type { GitHub } from "#src/flow/services.ts";

/** Whose work it is, and when it came. */
export interface PolicyReader {
  readonly installation: number;
  /** Second of its arrival: a read counts that began in a later one. */
  readonly since: Instant;
}

/** GitHub, by which work of this reader shares the policy. */
export type SharePolicies = (github: GitHub, reader: PolicyReader) => GitHub;

/** Work that has waited long goes by the policy of now, not of when it came. */
const RECENT: Seconds = 10;
const MOST = 500;

interface Read {
  readonly began: Instant;
  readonly answer: Promise<PolicyFile | null>;
}

/** Opens it; what fails is read again by the next. */
export function openRecentPolicies(now: () => Instant): SharePolicies {
  const reads = new Map<string, Read>();
  const keep = (key: string, read: Read) => {
    reads.delete(key);
    reads.set(key, read);
    if (reads.size > MOST) reads.delete(reads.keys().next().value!);
    read.answer.catch(() => {
      if (reads.get(key) === read) reads.delete(key);
    });
  };
  return (github, { installation, since }) => ({
    ...github,
    readPolicyFile: (repository, ref) => {
      const key = `${installation} ${repository.owner}/${repository.repo} ${ref ?? ""}`;
      const known = reads.get(key);
      const began = now();
      if (known && known.began > since && began - known.began <= RECENT) return known.answer;
      const answer = github.readPolicyFile(repository, ref);
      keep(key, { began, answer });
      return answer;
    },
  });
}
