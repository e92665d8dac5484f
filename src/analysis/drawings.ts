/** What an analysis found, as mermaid drawings that GitHub shows (checked with mermaid 11.17.2), and the same in words. */
import { escapeText } from "#src/markdown/escape.ts";
import { mermaidText } from "#src/timeline/timeline-picture.ts";
import { FACTOR_KINDS } from "./factor-vocabulary.ts";
import type { Factor, Factors } from "./factors.ts";
import type { WhyNode } from "./why-tree.ts";

/** More than this nobody reads in a picture. */
const MOST_CAUSES = 24;
const MOST_WHYS = 40;
const DEEPEST = 12;
const LONGEST = 90;

/** The causes on the ribs of their kinds, and the effect at the head. The empty string when no cause is known. */
export function ishikawa(effect: string, { causes }: Pick<Factors, "causes">): string {
  if (causes.length === 0) return "";
  const drawn = causes.slice(0, MOST_CAUSES);
  const ribs = ribsOf(drawn).flatMap(({ title, factors }) => [
    `        ${title}`,
    ...factors.map(({ text }) => `            ${label(text)}`),
  ]);
  return fenced(["ishikawa-beta", `    ${label(effect)}`, ...ribs]);
}

/** The same in words, a line a rib; suggested kinds are marked, so that people can disagree. */
export function factorWords({ triggers, causes }: Factors): string {
  const set = triggers.map((text) => `- **Set off by:** ${brief(text)}`);
  const ribs = ribsOf(causes.slice(0, MOST_CAUSES)).map(({ title, factors }) => {
    const said = factors.map(({ text, stated }) => `${brief(text)}${stated ? "" : " *(suggested)*"}`);
    return `- **${title}:** ${said.join("; ")}`;
  });
  const more = causes.length > MOST_CAUSES ? [`- and ${causes.length - MOST_CAUSES} more`] : [];
  return [...set, ...ribs, ...more].join("\n");
}

/**
 * How trigger and causes came together: the effect needed the trigger and the conditions (AND). Which of them would have done
 * alone is for people to say, so no OR is guessed. The empty string when no cause is known.
 */
export function faultTree(effect: string, { triggers, causes }: Factors): string {
  if (causes.length === 0) return "";
  const trigger = triggers[0];
  const conditions = causes.slice(0, MOST_CAUSES).map(({ text }, index) => `    made --> c${index}["${label(text)}"]`);
  return fenced([
    "flowchart TD",
    `    effect["${label(effect)}"]`,
    '    made{{"made possible by all of"}}',
    ...(trigger === undefined
      ? ["    effect --> made"]
      : [
          '    effect --> both{{"both"}}',
          `    both --> trigger(["set off by#58; ${label(trigger)}"])`,
          "    both --> made",
        ]),
    ...conditions,
  ]);
}

/** The whys from what users felt down to what can be changed. The empty string when there are fewer than two steps. */
export function whyDrawing(roots: readonly WhyNode[]): string {
  const lines: string[] = [];
  let drawn = 0;
  const draw = (node: WhyNode, above: string | null, depth: number): void => {
    if (drawn >= MOST_WHYS || depth > DEEPEST) return;
    const name = `w${drawn}`;
    drawn += 1;
    lines.push(`    ${name}["${label(node.text === "" ? "not answered yet" : node.text)}"]`);
    if (above !== null) lines.push(`    ${above} --> ${name}`);
    for (const child of node.children) draw(child, name, depth + 1);
  };
  for (const root of roots) draw(root, null, 0);
  return drawn < 2 ? "" : fenced(["flowchart TD", ...lines]);
}

/** The same in words: a nested list. */
export function whyWords(roots: readonly WhyNode[]): string {
  const lines: string[] = [];
  const say = (node: WhyNode, depth: number): void => {
    if (lines.length >= MOST_WHYS || depth > DEEPEST) return;
    lines.push(`${"  ".repeat(depth)}- ${node.text === "" ? "not answered yet" : brief(node.text)}`);
    for (const child of node.children) say(child, depth + 1);
  };
  for (const root of roots) say(root, 0);
  return lines.join("\n");
}

function ribsOf(causes: readonly Factor[]): { readonly title: string; readonly factors: readonly Factor[] }[] {
  const named = FACTOR_KINDS.map(({ kind, title }) => ({
    title,
    factors: causes.filter((cause) => cause.kind === kind),
  }));
  const others = { title: "Of another kind", factors: causes.filter(({ kind }) => kind === null) };
  return [...named, others].filter(({ factors }) => factors.length > 0);
}

/** A label that mermaid shows and never reads. A line of its own may not begin with the name of the drawing. */
function label(text: string): string {
  const shown = mermaidText(shortened(text)).replace(/^i(?=shikawa)/i, (letter) => `#${letter.charCodeAt(0)};`);
  return shown === "" ? "…" : shown;
}

function brief(text: string): string {
  return escapeText(shortened(text));
}

function shortened(text: string): string {
  const characters = [...text.replaceAll(/\s+/g, " ").trim()];
  return characters.length <= LONGEST
    ? characters.join("")
    : `${characters
        .slice(0, LONGEST - 1)
        .join("")
        .trimEnd()}…`;
}

function fenced(lines: readonly string[]): string {
  return ["```mermaid", ...lines, "```"].join("\n");
}
