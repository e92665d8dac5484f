/** The options that describe an item: `owner`, `due`, `priority`, `type`, `component`, `as`, `done-when`; shared by `add` and `link`. */
import { ITEM_TYPES, type ItemType, type Priority, type RemediationItem } from "#src/remediation/item.ts";
import type { OptionHelp } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { readComponents } from "./components-option.ts";
import { inCode, sayList } from "./say.ts";
import { readDate, type Reading } from "./when.ts";

/** What the options say; null where they say nothing. */
export interface ItemOptions {
  readonly owner: string | null;
  readonly dueDate: string | null;
  readonly priority: Priority | null;
  readonly type: ItemType | null;
  readonly components: readonly string[] | null;
  readonly handling: RemediationItem["handling"];
  readonly doneWhen: string | null;
  readonly guard: string | null;
}

/** The options as help shows them. */
export const ITEM_OPTIONS: Readonly<Record<string, OptionHelp>> = {
  owner: { value: "@login", meaning: "The one person who sees it through; `me` is you" },
  due: { value: "DATE", meaning: "`2026-12-01` or `14d`; without it the priority decides" },
  priority: { value: "P0..P3", meaning: "P0 can hit again now, P1 must be done, P2 should, P3 may" },
  type: { value: "TYPE", meaning: ITEM_TYPES.slice(0, 5).join(", ") },
  component: {
    value: "NAME",
    meaning: "One or more, with commas; without it those of the incident",
    aliases: ["components"],
  },
  as: { value: "patch|process", meaning: "A change of code or configuration, or of how we work" },
  "done-when": { value: '"…"', meaning: "How one can tell that it is done", aliases: ["donewhen"] },
  guard: {
    value: "PATH",
    meaning: "The file that keeps the fault from coming back unnoticed: a test, an alert, a lint rule",
  },
};

const TYPE_ALIASES: Readonly<Record<string, ItemType>> = {
  "prevent-future": "prevent",
  "mitigate-future": "mitigate",
  "mitigate-this": "mitigate",
  "detect-future": "detect",
};

/** Reads them all; when some cannot be read, every problem is named at once. */
export function readItemOptions(
  options: Readonly<Record<string, string>>,
  context: CommandContext,
): Reading<ItemOptions> {
  const readings = {
    owner: optional(options["owner"], (text) => readOwner(text, context)),
    dueDate: optional(options["due"], (text) => readDate(text, context)),
    priority: optional(options["priority"], readPriority),
    type: optional(options["type"], readType),
    components: optional(options["component"], (text) => readComponents(text, context)),
    handling: optional(options["as"], readHandling),
    doneWhen: optional(options["done-when"], (text): Reading<string> => ({ value: text })),
    guard: optional(options["guard"], readGuard),
  };
  const problems = Object.values(readings).flatMap((reading) => ("problem" in reading ? [reading.problem] : []));
  if (problems.length > 0) return { problem: problems.join(" ") };
  const values = Object.entries(readings).map(([key, reading]) => [key, "value" in reading ? reading.value : null]);
  return { value: Object.fromEntries(values) as ItemOptions };
}

function optional<T>(text: string | undefined, read: (text: string) => Reading<T>): Reading<T | null> {
  return text === undefined || text === "" ? { value: null } : read(text);
}

function readOwner(text: string, { actor }: CommandContext): Reading<string> {
  const login = text.replace(/^@/, "");
  if (login.toLowerCase() === "me") return { value: actor.login };
  if (/^[A-Za-z0-9][\w-]{0,38}$/.test(login)) return { value: login };
  const why =
    login.includes("/") || login.includes(",")
      ? "An item has one owner, a person, so that it is nobody's orphan"
      : `${inCode(text)} is not a login`;
  return { problem: `${why}. Write \`owner:@login\`.` };
}

function readPriority(text: string): Reading<Priority> {
  const found = (["P0", "P1", "P2", "P3"] as const).find((name) => name === text.toUpperCase());
  return found
    ? { value: found }
    : { problem: `${inCode(text)} is not a priority; it is \`P0\`, \`P1\`, \`P2\` or \`P3\`.` };
}

function readType(text: string): Reading<ItemType> {
  const word = text.toLowerCase();
  const found =
    ITEM_TYPES.find((name) => name === word) ?? (Object.hasOwn(TYPE_ALIASES, word) ? TYPE_ALIASES[word] : undefined);
  const names = sayList(ITEM_TYPES.slice(0, 5).map(inCode), "or");
  return found ? { value: found } : { problem: `${inCode(text)} is not a type of item; it is ${names}.` };
}

function readHandling(text: string): Reading<"patch" | "process"> {
  const found = (["patch", "process"] as const).find((name) => name === text.toLowerCase());
  return found ? { value: found } : { problem: `\`as:\` is \`patch\` or \`process\`, not ${inCode(text)}.` };
}

/** A path as git names it: from the root of the repository, without `./`. */
function readGuard(text: string): Reading<string> {
  const path = text.replace(/^(\.?\/)+/, "");
  const isPath = /^[^\s|<>*?"`]{1,300}$/.test(path) && !path.endsWith("/") && !path.split("/").includes("..");
  return isPath
    ? { value: path }
    : {
        problem: `${inCode(text)} is not the path of a file. Write it from the root, as in \`guard:test/retry.test.ts\`.`,
      };
}
