/** The reason that may go with any move of an item: kept in the analysis' log. */
import type { OptionHelp } from "./command.ts";

/** `reason:"…"`, where it may be left out. */
export const REASON_OPTION: Readonly<Record<string, OptionHelp>> = {
  reason: { value: '"…"', meaning: "Why; it stays in the analysis' log" },
};

/** `: reason` for a line of the log; the empty string when none was given. */
export function becauseOf(options: Readonly<Record<string, string>>): string {
  const reason = (options["reason"] ?? "").trim();
  return reason === "" ? "" : `: ${reason}`;
}
