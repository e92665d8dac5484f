/** The text of `docs/language.md`, made from the list of phrases. */
import { LANGUAGE_CLASSES, type LanguageClass, type Phrase } from "./phrase.ts";
import { PHRASES } from "./phrases.ts";

const TITLES: Readonly<Record<LanguageClass, string>> = {
  "human-error": "Human error",
  counterfactual: "What did not happen",
  omission: "What somebody did not do",
  trait: "Traits of people",
  accident: "Accidents",
  judgement: "Judgements",
  precaution: "Precautions instead of controls",
  blame: "Guilt",
  animated: "Strong words",
  "named-person": "Names in causes",
};

const INTRODUCTION: readonly string[] = [
  "<!-- Generated from src/language/*phrases.ts by `npm run generate`; change them there. -->",
  "# Blameless language",
  "`aftercare analyze` looks for phrases that point at people where a condition of the system belongs. It reads the Markdown as a reader does: not code, quotes, quotation marks, hidden comments, links' targets or chat logs. Most phrases count only when a person is their subject: *the developer forgot* is found, *the cache forgot* is not.",
  "A **warning** is worth another look before others read it; an **info** is a hint. In a timeline every finding is a hint. Nothing here ever blocks a merge. Who writes so of themselves is told so kindly.",
  "**How often it is right.** On 18 labelled real reports it finds 10 of 11 lines that a kind reader would mend as warnings and the other as a hint, and warns of nothing else; on 56 made-up ones all 34 of them, and nothing else (`npm run bench` prints both). The phrases were mended on these. On ordinary reports at first sight it found five of seven and warned of nothing else; of single sentences about causes, made to be hard, 11 of the last 16, and no innocent one (decision 13).",
];

/** The whole page. Generated: a test compares it with the file. */
export function languageReference(): string {
  const sections = LANGUAGE_CLASSES.flatMap((name) => [
    `## ${TITLES[name]} (\`${name}\`)`,
    ...PHRASES.filter((phrase) => phrase.class === name).map(section),
  ]);
  return `${[...INTRODUCTION, ...sections].join("\n\n")}\n`;
}

function section({ id, severity, reason, suggestion, within, finds, leaves }: Phrase): string {
  const where = within === undefined ? "" : ` Only in: ${within.join(", ")}.`;
  return [
    `### \`${id}\` · ${severity}`,
    `${reason}${where}`,
    `Instead: ${suggestion}`,
    [...finds.map((text) => `- finds: ${text}`), ...leaves.map((text) => `- leaves alone: ${text}`)].join("\n"),
  ].join("\n\n");
}
