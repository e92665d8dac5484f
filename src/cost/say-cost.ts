/** An estimate in words, rounded so that it does not claim more than it knows. */
import { escapeText } from "#src/markdown/escape.ts";
import type { DowntimeCost } from "./downtime-cost.ts";
import type { Range } from "./rates.ts";

/** `EUR 4,300`: two significant figures; below ten whole units. Never a minus. */
export function sayAmount(currency: string, amount: number): string {
  return `${currency} ${grouped(Math.round(rounded(amount)))}`;
}

/** `about EUR 4,300, between EUR 1,200 and EUR 9,900`. */
export function sayRange(currency: string, [low, likely, high]: Range): string {
  if (low === high) return `about ${sayAmount(currency, likely)}`;
  return `about ${sayAmount(currency, likely)}, between ${sayAmount(currency, low)} and ${sayAmount(currency, high)}`;
}

/** The total alone, as Markdown, for a private repository; the empty string when nothing is counted. */
export function costSection({ currency, total, assumptions }: DowntimeCost): string {
  if (total[2] === 0) return "";
  const lines = assumptions.map((sentence) => `- ${escapeText(sentence)}`);
  return `**What it cost:** ${sayRange(currency, total)}. An estimate, for weighing what the fix costs.\n\n<details><summary>What it assumes</summary>\n\n${lines.join("\n")}\n\n</details>`;
}

function rounded(amount: number): number {
  if (amount < 10) return amount;
  const unit = 10 ** (Math.floor(Math.log10(amount)) - 1);
  return Math.round(amount / unit) * unit;
}

function grouped(whole: number): string {
  return String(whole).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
