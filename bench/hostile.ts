/** What a text that is made to be slow costs: each way of reading Markdown, on shapes that were once quadratic. */
import { analyzeReport } from "#src/analysis/analyze-report.ts";
import { parseBlocks, parseLinks, parseMarkdown } from "#src/markdown/parse-markdown.ts";
import type { Figure } from "./figure.ts";

const READERS: readonly ((text: string) => unknown)[] = [
  parseMarkdown,
  parseBlocks,
  parseLinks,
  (text) => analyzeReport("report.md", text),
];

const SHAPES = [
  "1. ",
  "- ",
  "> ",
  "> - ",
  "[",
  "[a](b ",
  "![",
  "*",
  "*_",
  "_a*",
  "~~a ",
  `${"> ".repeat(500)}a\n`,
  `${"- ".repeat(30)}a\n`,
];

function stairs(length: number): string {
  let text = "";
  for (let depth = 0; text.length < length; depth += 1) text += `${"  ".repeat(depth)}- a\n`;
  return text.slice(0, length);
}

function cost(read: (text: string) => unknown, text: string): number {
  const times = Array.from({ length: 3 }, () => {
    const started = performance.now();
    read(text);
    return performance.now() - started;
  });
  return Math.min(...times);
}

/** The slowest of all at 64 KB, and how much more that is than at 16 KB: four times where it is linear, sixteen where it is quadratic. */
export function measureHostile(): readonly Figure[] {
  const measured = READERS.flatMap((read) =>
    [
      ...SHAPES.map((shape) => (length: number) => shape.repeat(Math.ceil(length / shape.length)).slice(0, length)),
      stairs,
    ].map((make) => ({ small: cost(read, make(2 ** 14)), large: cost(read, make(2 ** 16)) })),
  );
  const slowest = measured.toSorted((a, b) => b.large - a.large)[0]!;
  return [
    { name: "Hostile Markdown, 64 KB: the slowest reading", value: slowest.large, unit: "ms", most: 400 },
    { name: "Hostile Markdown: that against 16 KB", value: slowest.large / slowest.small, unit: "times", most: 12 },
  ];
}
