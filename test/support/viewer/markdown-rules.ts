/** What GitHub adds to Markdown: task lists, references to issues and people, and alerts. */
import type { MarkdownIt, StateCore, Token } from "markdown-it";
import type { MarkdownPlace } from "./markdown.ts";

const TASK = /^\[([ xX])\]\s+/;
const ALERT = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)/;
/** `owner/name#12`, `#12` or `@login`, not within a word. */
const REFERENCE = /(?<![\w/@#&.-])(?:([\w.-]+\/[\w.-]+)?#(\d+)\b|@([a-z\d](?:[a-z\d-]*[a-z\d])?(?:\/[\w-]+)?)(?!\w))/gi;

/** `- [ ] text` gets a checkbox. */
export function addTaskLists(parser: MarkdownIt): void {
  parser.core.ruler.push("task-lists", ({ tokens }) => {
    tokens.forEach((token, index) => {
      const item = tokens[index - 2];
      const first = token.children?.[0];
      const mark = first === undefined ? null : TASK.exec(first.content);
      if (token.type !== "inline" || item?.type !== "list_item_open" || !first || !mark) return;
      item.attrJoin("class", "task");
      first.content = first.content.slice(mark[0].length);
      const box = emptyLike(first, "html_checkbox");
      box.content = `<input type="checkbox" disabled${mark[1] === " " ? "" : " checked"}> `;
      token.children = [box, ...(token.children ?? [])];
    });
  });
  parser.renderer.rules["html_checkbox"] = (tokens, index) => tokens[index]?.content ?? "";
}

/** `#12` and `@login` become links, outside of links and code. */
export function addReferences(parser: MarkdownIt): void {
  parser.core.ruler.push("references", (state) => {
    for (const block of state.tokens) {
      let links = 0;
      block.children = (block.children ?? []).flatMap((token, index) => {
        if (token.type === "link_open") links += 1;
        if (token.type === "link_close") links -= 1;
        if (token.type === "text" && block.children?.[index - 1]?.markup === "linkify")
          token.content = shorten(token.content, state);
        return token.type === "text" && links === 0 ? linkReferences(state, token) : [token];
      });
    }
  });
}

/** The address of an issue is shown as `#12`, as on GitHub. */
function shorten(address: string, state: StateCore): string {
  const place = placeOf(state.env["place"]);
  const match = /^https?:\/\/[^/]+\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d+)(#issuecomment-\d+)?$/.exec(address);
  if (!match || !place || !(address.startsWith(`${place.webUrl}/`) || address.startsWith("https://github.com/")))
    return address;
  const repository = match[1] === place.repository ? "" : match[1];
  return `${repository}#${match[2]}${match[3] === undefined ? "" : " (comment)"}`;
}

function linkReferences(state: StateCore, token: Token): Token[] {
  const place = placeOf(state.env["place"]);
  const tokens: Token[] = [];
  let end = 0;
  const addText = (text: string): void => {
    if (text !== "") tokens.push(Object.assign(new state.Token("text", "", 0), { content: text }));
  };
  for (const match of token.content.matchAll(REFERENCE)) {
    const [whole, repository, number, login] = match;
    addText(token.content.slice(end, match.index));
    const open = new state.Token("link_open", "a", 1);
    const target = login === undefined ? `/${repository ?? place?.repository ?? ""}/issues/${number}` : `/${login}`;
    open.attrs = [
      ["href", (place?.base ?? "") + target],
      ["class", login === undefined ? "reference" : "mention"],
    ];
    tokens.push(open);
    addText(whole);
    tokens.push(new state.Token("link_close", "a", -1));
    end = match.index + whole.length;
  }
  addText(token.content.slice(end));
  return tokens;
}

/** `> [!WARNING]` on the first line of a quotation. */
export function addAlerts(parser: MarkdownIt): void {
  parser.core.ruler.after("block", "alerts", ({ tokens }) => {
    tokens.forEach((token, index) => {
      const text = tokens[index + 2];
      const mark = text?.type === "inline" ? ALERT.exec(text.content) : null;
      if (token.type !== "blockquote_open" || text === undefined || mark === null) return;
      const kind = mark[1] ?? "";
      token.attrJoin("class", `alert ${kind.toLowerCase()}`);
      token.attrSet("data-alert", kind.charAt(0) + kind.slice(1).toLowerCase());
      text.content = text.content.slice(mark[0].length);
    });
  });
}

/** What the caller gave as the place; undefined when it gave none. */
export function placeOf(given: unknown): MarkdownPlace | undefined {
  return typeof given === "object" && given !== null && "repository" in given ? (given as MarkdownPlace) : undefined;
}

/** A token of another type at the same place. */
function emptyLike(token: Token, type: string): Token {
  return Object.assign(Object.create(Object.getPrototypeOf(token)), token, { type, content: "", children: null });
}
