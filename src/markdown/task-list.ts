/** The checkboxes of a document, and how to tick one without touching anything else. */
import type { SyntaxNode } from "@lezer/common";
import { lineAt, type MarkdownDocument } from "./parse-markdown.ts";
import { plainText } from "./plain-text.ts";

/** One `- [ ]` line. */
export interface TaskLine {
  readonly checked: boolean;
  /** Offset of the one character between the brackets. */
  readonly boxAt: number;
  /** What a reader sees behind the box; only the item's own first paragraph. */
  readonly text: string;
  /** The same as written, with hidden comments. */
  readonly source: string;
  /** 1-based. */
  readonly line: number;
  readonly quoted: boolean;
}

/** All checkboxes in order; those in code or comments are text. */
export function readTasks(document: MarkdownDocument): TaskLine[] {
  const tasks: TaskLine[] = [];
  let quotes = 0;
  document.tree.iterate({
    enter: (node) => {
      if (node.name === "Blockquote") quotes += 1;
      if (node.name === "Task") tasks.push(readTask(document, node.node, quotes > 0));
    },
    leave: (node) => {
      if (node.name === "Blockquote") quotes -= 1;
    },
  });
  return tasks;
}

function readTask(document: MarkdownDocument, task: SyntaxNode, quoted: boolean): TaskLine {
  const boxAt = task.from + 1;
  return {
    checked: document.text[boxAt] !== " ",
    boxAt,
    text: plainText(document, task).trim(),
    source: document.text.slice(task.from, task.to),
    line: lineAt(document, task.from),
    quoted,
  };
}

/**
 * The text with this box ticked or cleared: exactly one character differs, or none when it was so already.
 * @param boxAt offset of the character between the brackets, as in `TaskLine`; when no box is there the text comes back unchanged
 */
export function setCheckbox(text: string, boxAt: number, checked: boolean): string {
  if (!/^\[[ xX]\]$/.test(text.slice(boxAt - 1, boxAt + 2))) return text;
  if ((text[boxAt] !== " ") === checked) return text;
  return text.slice(0, boxAt) + (checked ? "x" : " ") + text.slice(boxAt + 1);
}
