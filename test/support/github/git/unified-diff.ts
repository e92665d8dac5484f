/** The text of a whole diff, as `git diff -M` prints it and as GitHub's `diff` media type gives it. */
import type { FileDiff } from "./diff.ts";
import type { ObjectStore } from "./objects.ts";
import { isBinary, patchFile } from "./patch.ts";
import type { SnapshotFile } from "./snapshot.ts";

/** All files in order; the empty text when nothing changed. */
export function unifiedDiff(store: ObjectStore, files: readonly FileDiff[]): string {
  return files.flatMap((file) => sectionsOf(file).map((section) => writeSection(store, section))).join("");
}

interface Section {
  readonly from: string;
  readonly to: string;
  readonly similarity: number | undefined;
  readonly before: SnapshotFile | undefined;
  readonly after: SnapshotFile | undefined;
}

/** A change of type is a removal and an addition. */
function sectionsOf(file: FileDiff): readonly Section[] {
  const { before, after, similarity } = file;
  const whole = { from: file.previousPath ?? file.path, to: file.path, similarity };
  if (file.status !== "changed") return [{ ...whole, before, after }];
  return [
    { ...whole, before, after: undefined },
    { ...whole, before: undefined, after },
  ];
}

function writeSection(store: ObjectStore, section: Section): string {
  const { from, to, before, after } = section;
  const lines = [`diff --git ${quote(`a/${from}`)} ${quote(`b/${to}`)}`, ...modeLines(before, after)];
  if (section.similarity !== undefined)
    lines.push(`similarity index ${section.similarity}%`, `rename from ${quote(from)}`, `rename to ${quote(to)}`);
  if (before?.sha !== after?.sha) lines.push(indexLine(before, after), ...bodyLines(store, section));
  return `${lines.join("\n")}\n`;
}

function modeLines(before: SnapshotFile | undefined, after: SnapshotFile | undefined): readonly string[] {
  if (!before) return [`new file mode ${after?.mode}`];
  if (!after) return [`deleted file mode ${before.mode}`];
  return before.mode === after.mode ? [] : [`old mode ${before.mode}`, `new mode ${after.mode}`];
}

function indexLine(before: SnapshotFile | undefined, after: SnapshotFile | undefined): string {
  const short = (file: SnapshotFile | undefined) => (file?.sha ?? "0".repeat(40)).slice(0, 7);
  const mode = before && after && before.mode === after.mode ? ` ${after.mode}` : "";
  return `index ${short(before)}..${short(after)}${mode}`;
}

function bodyLines(store: ObjectStore, { from, to, before, after }: Section): readonly string[] {
  const [old, fresh] = [contentOf(store, before), contentOf(store, after)];
  const [oldName, newName] = [before ? quote(`a/${from}`) : "/dev/null", after ? quote(`b/${to}`) : "/dev/null"];
  if ((old && isBinary(old)) || (fresh && isBinary(fresh))) return [`Binary files ${oldName} and ${newName} differ`];
  const { patch } = patchFile(old, fresh);
  return patch === undefined ? [] : [`--- ${oldName}`, `+++ ${newName}`, patch];
}

function contentOf(store: ObjectStore, file: SnapshotFile | undefined): Buffer | undefined {
  if (!file) return undefined;
  return file.mode === "160000" ? Buffer.from(`Subproject commit ${file.sha}\n`) : store.blobs.get(file.sha);
}

/** C-style quotes for names with bytes outside printable ASCII, as git's `core.quotePath`. */
function quote(name: string): string {
  const bytes = [...Buffer.from(name)];
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c)) return name;
  const escapes: Readonly<Record<number, string>> = {
    9: String.raw`\t`,
    10: String.raw`\n`,
    34: String.raw`\"`,
    92: String.raw`\\`,
  };
  const quoted = bytes.map((byte) => {
    const plain = byte >= 0x20 && byte < 0x7f;
    return escapes[byte] ?? (plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`);
  });
  return `"${quoted.join("")}"`;
}
