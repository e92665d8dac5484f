/** Renders Markdown as GitHub shows it in issues, comments and checks. */
import MarkdownIt from "markdown-it";
import { escapeHtml, trusted, type Html } from "./html.ts";
import { addAlerts, addReferences, addTaskLists, placeOf } from "./markdown-rules.ts";
import { sanitise } from "./sanitise.ts";

/** Where the text stands. */
export interface MarkdownPlace {
  /** `owner/name`: what `#12` refers to. */
  readonly repository: string;
  /** Prefix of the viewer's own addresses: `/view`. */
  readonly base: string;
  /** The stand-in's address: links into it lead to the viewer's pages. */
  readonly webUrl: string | null;
}

/** Comments keep the author's line breaks; checks and files do not. */
export type RenderMarkdown = (text: string, place: MarkdownPlace, breaks?: boolean) => Html;

/** What a page needs to show people's texts. */
export interface Texts {
  readonly render: RenderMarkdown;
  readonly place: MarkdownPlace;
}

/** A renderer; it keeps no state between texts. */
export function createMarkdown(): RenderMarkdown {
  const parser = new MarkdownIt({ html: true, linkify: true, breaks: false });
  addTaskLists(parser);
  addReferences(parser);
  addAlerts(parser);
  const { rules } = parser.renderer;
  rules.html_block = (tokens, index) => sanitise(tokens[index]?.content ?? "");
  rules.html_inline = (tokens, index) => sanitise(tokens[index]?.content ?? "");
  rules.fence = (tokens, index) => renderFence(tokens[index]?.info ?? "", tokens[index]?.content ?? "");
  rules.softbreak = (...[, , , env]) => (env?.["breaks"] === true ? "<br>\n" : "\n");
  rules.link_open = (...[tokens, index, options, env, self]) => {
    const token = tokens[index];
    const href = token?.attrGet("href");
    if (token !== undefined && typeof href === "string")
      token.attrSet("href", localLink(href, placeOf(env?.["place"])));
    return self.renderToken(tokens, index, options);
  };
  return (text, place, breaks = true) => trusted(parser.render(text, { place, breaks }));
}

/** Mermaid's own text stays visible until the script has drawn it, and where it is not installed. */
function renderFence(info: string, content: string): string {
  const language = info.trim().split(/\s+/)[0] ?? "";
  if (language === "mermaid") return `<pre class="mermaid">${escapeHtml(content)}</pre>\n`;
  return `<pre><code${language === "" ? "" : ` class="language-${escapeHtml(language)}"`}>${escapeHtml(content)}</code></pre>\n`;
}

function localLink(href: string, place: MarkdownPlace | undefined): string {
  const web = place?.webUrl;
  return place && web && href.startsWith(`${web}/`) ? place.base + href.slice(web.length) : href;
}
