/** A verdict as a check run shows it: a title that a tired person understands, what unblocks it, and the evidence folded away. */
import { evidenceMarkdown } from "./evidence-markdown.ts";
import { firstLine, oneLine, sayVerdict } from "./first-line.ts";
import { sayComponentVerdict, sayMoment, sayPolicy } from "./plain-text.ts";
import { sentenceMarkdown } from "./sentence-markdown.ts";
import type { ComponentVerdict, Verdict } from "./verdict.ts";

/** What a check run or a job summary shows. The title is plain text, the others are Markdown. */
export interface CheckRunText {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

/** GitHub takes 65,535 characters; some room is left for the bytes of other scripts. */
const LONGEST = 60_000;

/** The check run's title (the first line), summary and details. The Action's job summary uses the same three. */
export function checkRunText(verdict: Verdict): CheckRunText {
  return {
    title: firstLine(verdict),
    summary: limit(summaryOf(verdict)),
    text: limit(evidenceMarkdown(verdict)),
  };
}

/** The conclusion of the check run: never `neutral` or `skipped`, which would satisfy a required check. */
export function conclusionOf(verdict: Pick<Verdict, "fails">): "success" | "failure" {
  return verdict.fails ? "failure" : "success";
}

function summaryOf(verdict: Verdict): string {
  const parts = [
    `**${sayVerdict(verdict)}.** ${sentenceMarkdown(oneLine(verdict.reason))}`,
    ...(verdict.mode === "report" ? ["Report mode: this is evaluated and said, and it holds nothing back."] : []),
    ...verdict.components.map((component) => componentMarkdown(component, verdict)),
    ...(verdict.urgent === null ? [] : [sentenceMarkdown(oneLine(verdict.urgent))]),
    ...(verdict.notes.length > 0 ? [noteList(verdict.notes)] : []),
    `${sayMoment(verdict)} Policy: ${sentenceMarkdown(sayPolicy(verdict.policy))}.`,
  ];
  return parts.join("\n\n");
}

function componentMarkdown(component: ComponentVerdict, verdict: Verdict): string {
  const heading = `**${component.name}** ${sayComponentVerdict(component, verdict)}: ${sentenceMarkdown(oneLine(component.reason))}`;
  const softened = component.softened === null ? "" : ` ${sentenceMarkdown(oneLine(component.softened))}`;
  const steps = component.unblock.map((step) => `- ${sentenceMarkdown(oneLine(step))}`);
  if (steps.length === 0) return heading + softened;
  return `${heading}${softened}\n\nWhat unblocks it:\n\n${steps.join("\n")}`;
}

function noteList(notes: readonly string[]): string {
  return notes.map((note) => `- ${sentenceMarkdown(oneLine(note))}`).join("\n");
}

function limit(text: string): string {
  if (text.length <= LONGEST) return text;
  const kept = text.slice(0, text.lastIndexOf("\n", LONGEST));
  return `${kept}\n\n(Shortened: ${text.length - kept.length} characters more.)`;
}
