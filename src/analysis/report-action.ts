/** An action item as a report writes it. */
import type { ActionFields } from "./action-fields.ts";

/** One action item as a report writes it. */
export interface ReportAction extends ActionFields {
  /** 1-based line in the file. */
  readonly line: number;
  readonly text: string;
}
