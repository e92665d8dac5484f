/** Decides which lines that look like points of a timeline are points: by where they stand, and by what stands beside them. */
import { chatLike } from "./chat-log.ts";
import type { Stamp } from "./stamp.ts";

/** One point, or one line that dates the points behind it. */
export interface TimelineMark {
  readonly kind: "entry" | "day";
  readonly stamp: Stamp;
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** Index of its unit. */
  readonly unit: number;
  /** Points of one scope follow each other in time. */
  readonly scope: number;
}

/** A mark that is not decided on yet. */
export interface Candidate extends TimelineMark {
  /** It is an entry wherever it stands, because the report says that it is a timeline. */
  readonly certain: boolean;
  /** Those that look alike are judged together. */
  readonly family: string;
  readonly source: string;
  /** It stands under `Key events` or the like. */
  readonly moment: boolean;
}

/** What stands outside of a timeline counts when enough of its kind stand together, and when it is no chat log. */
export function acceptCandidates(candidates: readonly Candidate[]): Candidate[] {
  const families = Map.groupBy(candidates, ({ family }) => family);
  const starts = new Set(candidates.filter(({ family }) => !family.startsWith("end")).map(({ scope }) => scope));
  const accepted = new Set<Candidate>();
  for (const members of families.values()) {
    const isChat = chatLike(members.map(({ source }) => source));
    const points = members.filter(({ kind, moment }) => kind === "entry" && !moment);
    const isFamily = points.filter((point) => isStrong(point)).length >= 3;
    for (const member of members) {
      if (member.moment || isChat) continue;
      // Lines that end with a time count where no line begins with one.
      if (member.family.startsWith("end") && starts.has(member.scope)) continue;
      if (member.certain || (isFamily && !member.stamp.prose)) accepted.add(member);
    }
  }
  return candidates.filter((member) => accepted.has(member));
}

// `**10:05** errors` and `10:05 UTC errors` are set off as well as `10:05: errors`.
const SET_OFF = /^\s{0,3}(?:\*\*|__|`)[^*_`]{4,40}(?:\*\*|__|`)/;

function isStrong({ stamp, source }: Candidate): boolean {
  const { clock, separated, date, prose, zone } = stamp;
  if (clock === null || prose) return false;
  return separated || date !== null || clock.meridiem !== null || zone !== null || SET_OFF.test(source);
}
