/** One entry of the timeline that a report tells. */

/** What happened when, as the report says it. */
export interface ReportEntry {
  /** 1-based line in the file. */
  readonly line: number;
  /**
   * Local wall time as written: `YYYY-MM-DDTHH:MM`, with `:SS` where seconds are written, `YYYY-MM-DD` where only a day is;
   * null where it cannot be known.
   */
  readonly at: string | null;
  /** The zone as written for it or for all; absent when the report states none. */
  readonly zone?: string;
  readonly text: string;
  /** What is odd about its time, in words; absent when nothing is. */
  readonly anomaly?: string;
}
