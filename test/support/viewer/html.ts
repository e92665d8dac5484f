/** HTML from tagged templates: everything that is put in is escaped, except what already is HTML. */

/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

/** What may stand in a template. */
export type Piece = Html | string | number | null | undefined | false | readonly Piece[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML, also within attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Marks text as HTML: only for what has been made or sanitised here. */
export function trusted(html: string): Html {
  return { html };
}

/** A piece of a page. */
export function html(texts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return trusted(texts.map((text, index) => text + (index < pieces.length ? render(pieces[index]) : "")).join(""));
}

function render(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return "";
  if (typeof piece === "string" || typeof piece === "number") return escapeHtml(String(piece));
  return "html" in piece ? piece.html : piece.map(render).join("");
}
