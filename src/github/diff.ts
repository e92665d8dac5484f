/** Unified diffs as GitHub prints them, read into what each file loses and gains. */

/** One file of a diff. Lines are without their sign, in order. */
export interface FileDiff {
  readonly path: string;
  readonly previousPath: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** `old..new` blobs of a binary file, whose content the diff does not show; null for text. */
  readonly blobs: string | null;
  /** `old → new` when the mode changes; null otherwise. */
  readonly mode: string | null;
}

interface Draft {
  path: string;
  previousPath: string;
  removed: string[];
  added: string[];
  index: string | null;
  binary: boolean;
  oldMode: string | null;
  newMode: string | null;
  inHunk: boolean;
}

/** Reads a whole diff. Text before the first file is passed over. */
export function parseDiff(text: string): FileDiff[] {
  const files: Draft[] = [];
  for (const line of text.split("\n")) {
    const file = files.at(-1);
    if (line.startsWith("diff --git ")) files.push(startOf(line));
    else if (file) readLine(file, line);
  }
  return files.map(finish);
}

/** Git puts names with unusual characters in quotes. A name that cannot be told apart still starts a file: no change may be passed over. */
function startOf(line: string): Draft {
  const [, previousPath = line, path = line] = /^diff --git "?a\/(.+?)"? "?b\/(.+?)"?$/.exec(line) ?? [];
  return newDraft(previousPath, path);
}

function newDraft(previousPath: string, path: string): Draft {
  return {
    path,
    previousPath,
    removed: [],
    added: [],
    index: null,
    binary: false,
    oldMode: null,
    newMode: null,
    inHunk: false,
  };
}

const HEADERS: readonly (readonly [RegExp, (file: Draft, value: string) => void])[] = [
  [/^index (\S+)/, (file, value) => (file.index = value)],
  [/^old mode (\d+)/, (file, value) => (file.oldMode = value)],
  [/^new mode (\d+)/, (file, value) => (file.newMode = value)],
  [/^new file mode (\d+)/, (file, value) => (file.newMode = value)],
  [/^deleted file mode (\d+)/, (file, value) => (file.oldMode = value)],
  [/^rename from (.+)/, (file, value) => (file.previousPath = value)],
  [/^rename to (.+)/, (file, value) => (file.path = value)],
  [/^(Binary files |GIT binary patch)/, (file) => (file.binary = true)],
];

function readLine(file: Draft, line: string): void {
  if (line.startsWith("@@")) {
    file.inHunk = true;
  } else if (file.inHunk) {
    if (line.startsWith("-")) file.removed.push(line.slice(1));
    if (line.startsWith("+")) file.added.push(line.slice(1));
  } else {
    for (const [pattern, read] of HEADERS) {
      const match = pattern.exec(line);
      if (match) read(file, match[1]!);
    }
  }
}

function finish({ inHunk: _inHunk, index, binary, oldMode, newMode, ...file }: Draft): FileDiff {
  const mode = oldMode === null && newMode === null ? null : `${oldMode ?? "none"} → ${newMode ?? "none"}`;
  return { ...file, blobs: binary ? index : null, mode };
}

/** The file's change undone. */
export function inverseOf(file: FileDiff): FileDiff {
  const [oldBlob, newBlob] = (file.blobs ?? "").split("..");
  const [oldMode, newMode] = (file.mode ?? "").split(" → ");
  return {
    path: file.previousPath,
    previousPath: file.path,
    removed: file.added,
    added: file.removed,
    blobs: file.blobs === null ? null : `${newBlob}..${oldBlob}`,
    mode: file.mode === null ? null : `${newMode} → ${oldMode}`,
  };
}

/**
 * The change of a file without what a moved base alters: no line numbers, no context, no blob ids of text.
 * Two changes of a file are the same exactly when these texts are.
 */
export function essenceOf({ path, previousPath, removed, added, blobs, mode }: FileDiff): string {
  return JSON.stringify([previousPath, path, removed, added, blobs, mode]);
}
