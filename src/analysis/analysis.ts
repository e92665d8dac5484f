/** The post-incident analysis (PIA): its issue, and the record that we keep on it in one comment of our own. */
import type { Instant } from "#src/calendar/instant.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { Moment, StatedImpact, StatedMoment } from "#src/incident/incident.ts";

/** A change of something already recorded: old and new stay visible. */
export interface Correction {
  /** `started`, `impact checkout`, `severity`, … */
  readonly field: string;
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
}

/** Who did it, when, and why where a reason is asked for. */
export interface Attestation {
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
}

/** What we know of an item that lives in an issue somebody else wrote (`/pia link #n`): its block stands on the PIA's record. */
export interface LinkedItemRecord {
  readonly issue: IssueReference;
  /** The fields of the item block, as in `remediation/item-block`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Something that somebody noted for the timeline: `/pia note [TIME] text`. */
export interface Note {
  readonly at: Instant;
  readonly by: string;
  readonly text: string;
  /** Address of the comment that noted it; the empty string when it has none. */
  readonly source: string;
}

/** Something that was agreed in the review, or after it: `/pia decided text`. */
export interface Decision {
  readonly at: Instant;
  readonly by: string;
  readonly text: string;
  /** Address of the comment that said it; the empty string when it has none. */
  readonly source: string;
}

/** A moment of the timeline that somebody found worth talking about: `/pia star 14:05`. */
export interface Star {
  readonly at: Instant;
  readonly by: string;
}

/** When the review takes place: `/pia review TIME`. */
export interface ReviewSession {
  readonly at: Instant;
  readonly by: string;
  /** When that was said. */
  readonly said: Instant;
}

/** That the analysis was published, and which text was. */
export interface Publication {
  readonly by: string;
  readonly at: Instant;
  /** Fingerprint of the text as it was last compared with what was published: while it is the same, nothing else was corrected. */
  readonly text: string;
}

/** A row of the record that a hand edit made unreadable. It is kept as it stands until somebody mends it. */
export interface UnreadableRow {
  /** First header cell of its table: `Moment`, `Impact on`, … */
  readonly table: string;
  /** What the cells say, in order. */
  readonly cells: readonly string[];
  /** Why it cannot be read, and the right form. */
  readonly why: string;
}

/** The facts of one incident that people stated by command. Its one home is our record comment on the PIA, as visible tables. */
export interface AnalysisRecord {
  readonly incident: IssueReference;
  readonly confirmed: Attestation | null;
  readonly external: Attestation | null;
  readonly moments: Readonly<Partial<Record<Moment, StatedMoment>>>;
  readonly impacts: readonly StatedImpact[];
  /** Oldest first. */
  readonly notes: readonly Note[];
  /** `YYYY-MM-DD` in the configured zone. */
  readonly reviewDue: string | null;
  readonly reviewed: Attestation | null;
  /** Null: nobody has set a time; then the due day is proposed. */
  readonly session: ReviewSession | null;
  readonly held: { readonly attendees: readonly string[]; readonly by: string; readonly at: Instant } | null;
  /** Oldest first. */
  readonly decisions: readonly Decision[];
  /** In order of the moments. */
  readonly stars: readonly Star[];
  readonly published: Publication | null;
  /** Which reminder of the review was said last; null = none. */
  readonly reviewReminded: string | null;
  readonly linked: readonly LinkedItemRecord[];
  /** Every item that may hold merges back, with what was last seen of it (`remediation/kept-item`): it stands in when the issue is found no more. */
  readonly kept: readonly LinkedItemRecord[];
  readonly corrections: readonly Correction[];
  /** Pauses, overrides and other audited events, newest last. */
  readonly log: readonly { readonly at: Instant; readonly by: string; readonly what: string }[];
  readonly unreadable: readonly UnreadableRow[];
}

/** A PIA issue with what its record says. `record: null` = the comment is missing or unreadable; then nothing is known. */
export interface Analysis {
  readonly issue: IssueFacts;
  readonly incident: IssueReference;
  readonly record: AnalysisRecord | null;
  readonly recordCommentId: number | null;
  /** Rows of the record that a hand edit made unreadable, in plain words. */
  readonly problems: readonly string[];
}
