/** Reads the five whys of a report as a tree, from lists, nested lists, headings, tables and sentences. */
import type { Outline, Unit } from "#src/markdown/outline.ts";

/** One step: what was so, and the question that it answers. */
export interface WhyNode {
  /** 1-based line in the file. */
  readonly line: number;
  /** Null for the statement that the whys begin with, and where no question is written. */
  readonly question: string | null;
  /** Empty while a question has no answer. */
  readonly text: string;
  readonly children: WhyNode[];
}

const QUESTION =
  /^(?:\W{0,4}(?:q(?:uestion)?\s?\d{0,2}\s?[:.)-]\s{0,2}|\d{1,2}(?:st|nd|rd|th)?\s?[.:)-]?\s{0,2})?\W{0,4}(?:and\s|but\s|so\s)?(?:why|how come|how was that possible)\b)/i;
const ANSWER = /^\W{0,4}(?:a(?:nswer)?\s?\d{0,2}\s?[:.)-]\s{0,2}|because[,:]?\s{1,2}|→\s?|=>\s?|->\s?)/i;
const PLACEHOLDER = /^(?:[\s….?:]|\b(?:why|because)\b)*$/i;

interface Step {
  readonly line: number;
  readonly question: string | null;
  readonly text: string;
}

interface Draft {
  readonly line: number;
  readonly question: string | null;
  text: string;
  readonly children: Draft[];
}

/** The outermost steps; empty when the report asks no whys. A flat sequence of whys is one chain. */
export function readWhyTree({ units }: Outline): WhyNode[] {
  const builder: Builder = { roots: [], items: new Map(), questions: new Map(), last: null, chain: false };
  for (const [index, unit] of units.entries()) {
    if (unit.role !== "whys" || unit.quoted || unit.kind === "code") continue;
    addUnit(builder, unit, { index, units });
  }
  return builder.roots
    .flatMap((root) => collapse(root, null))
    .filter(({ text, children }) => text !== "" || children.length > 0);
}

interface Builder {
  readonly roots: Draft[];
  readonly items: Map<number, Draft>;
  /** Questions in paragraphs of an item, for the items below it; -1 for those outside of lists. */
  readonly questions: Map<number, string>;
  /** The end of the chain that headings, paragraphs, rows and flat items make. */
  last: Draft | null;
  chain: boolean;
}

interface Where {
  readonly index: number;
  readonly units: readonly Unit[];
}

function addUnit(builder: Builder, unit: Unit, where: Where): void {
  if (unit.kind === "heading") return addHeading(builder, unit);
  if (unit.kind === "row") return addRow(builder, unit);
  if (unit.kind === "item") return addItem(builder, unit, where);
  return addParagraph(builder, unit);
}

function addHeading(builder: Builder, unit: Unit): void {
  if (QUESTION.test(unit.text) && unit.text.trim().length > 8 && !/whys?\W*$/i.test(unit.text)) {
    builder.questions.set(-1, unit.text.trim());
  }
}

function addRow(builder: Builder, { cells, line }: Unit): void {
  const words = cells.map((cell) => cell.trim()).filter((cell) => /\p{L}{3}/u.test(cell));
  const question = words.find((cell) => QUESTION.test(cell)) ?? null;
  const text = words.findLast((cell) => cell !== question) ?? "";
  if (!PLACEHOLDER.test(text)) extend(builder, { line, question, text: withoutMark(text) });
}

/** Adds a step to the end of the chain. */
function extend(builder: Builder, step: Step): Draft {
  const node: Draft = { ...step, children: [] };
  if (builder.last === null) builder.roots.push(node);
  else builder.last.children.push(node);
  builder.last = node;
  return node;
}

function addParagraph(builder: Builder, unit: Unit): void {
  for (const step of stepsIn(unit)) {
    if (step.text === "") {
      builder.questions.set(unit.parent, step.question!);
      continue;
    }
    const asking = builder.items.get(unit.parent);
    if (asking?.text === "" && step.question === null) {
      asking.text = step.text;
      continue;
    }
    const pending = builder.questions.get(unit.parent) ?? null;
    const question = step.question ?? pending;
    // Sentences that neither ask nor answer are somebody's remarks.
    if (unit.parent !== -1 || (question === null && !step.isAnswer)) continue;
    builder.questions.delete(unit.parent);
    extend(builder, { line: step.line, question, text: step.text });
  }
}

interface Spoken extends Step {
  readonly isAnswer: boolean;
}

/** The lines of a unit as questions and answers; a line may hold both. */
function stepsIn(unit: Unit): Spoken[] {
  const lines = unit.kind === "item" ? [unit.text.replaceAll("\n", " ")] : joined(unit.text.split("\n"));
  return lines.flatMap((raw, offset): Spoken[] => {
    const text = raw.trim();
    if (text === "" || PLACEHOLDER.test(text)) return [];
    const line = unit.line + (unit.kind === "item" ? 0 : offset);
    if (!QUESTION.test(text)) return [{ line, question: null, text: withoutMark(text), isAnswer: ANSWER.test(text) }];
    const end = text.indexOf("?");
    const answer = end === -1 ? "" : withoutMark(text.slice(end + 1).replace(/^[\s*_:–—-]+/, ""));
    return [{ line, question: end === -1 ? text : text.slice(0, end + 1), text: answer, isAnswer: true }];
  });
}

/** A line that goes on with a sentence belongs to the line before it; its place stays, empty. */
function joined(lines: readonly string[]): string[] {
  const result: string[] = [];
  let open = 0;
  for (const [index, line] of lines.entries()) {
    const begins = index === 0 || QUESTION.test(line) || ANSWER.test(line) || /[?.:]\s*$/.test(lines[index - 1]!);
    result.push(begins ? line : "");
    if (begins) open = index;
    else result[open] += ` ${line.trim()}`;
  }
  return result;
}

function withoutMark(text: string): string {
  const answer = text.trim().replace(ANSWER, "").trim();
  return answer === "" ? "" : answer[0]!.toUpperCase() + answer.slice(1);
}

function addItem(builder: Builder, unit: Unit, { index, units }: Where): void {
  const step = stepsIn(unit)[0];
  if (step === undefined) return;
  const parent = builder.items.get(unit.parent);
  const question = step.question ?? builder.questions.get(unit.parent) ?? null;
  const node: Draft = { line: unit.line, question, text: step.text, children: [] };
  builder.items.set(index, node);
  if (parent !== undefined) {
    parent.children.push(node);
    return;
  }
  // `1. Why …? Because …`, `2. Why …?`: each asks for the reason of the one before.
  const isChain =
    unit.depth === 1 && builder.last !== null && (unit.ordered || step.question !== null) && !hasItems(units, index);
  if (isChain) builder.last!.children.push(node);
  else builder.roots.push(node);
  builder.last = node;
}

function hasItems(units: readonly Unit[], index: number): boolean {
  const next = units[index + 1];
  return next?.kind === "item" && next.parent === index;
}

/** A question that stands alone lends itself to the answers below it. */
function collapse(node: Draft, question: string | null): WhyNode[] {
  const asked = node.question ?? question;
  if (node.text === "") {
    const answers = node.children.flatMap((child) => collapse(child, asked));
    return answers.length > 0 ? answers : [{ line: node.line, question: asked, text: "", children: [] }];
  }
  const children = node.children.flatMap((child) => collapse(child, null));
  return [{ line: node.line, question: asked, text: node.text, children }];
}
