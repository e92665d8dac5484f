/** The small page of the stand-in: shows its issues, comments and checks as a person would see them on GitHub. */
import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { PageContext } from "./layout.ts";
import { missingPage, repositoriesPage, repositoryPage } from "./list-pages.ts";
import { createMarkdown } from "./markdown.ts";
import { threadPage } from "./thread-page.ts";
import type { ViewSource } from "./view.ts";

/** Prefix of all pages. */
const BASE = "/view";
const STYLE = new URL("viewer.css", import.meta.url);
/** There after `npm ci --prefix tools/mermaid`; without it diagrams are shown as their text. */
const MERMAID = new URL(
  "node_modules/mermaid/dist/mermaid.min.js",
  new URL("../../../tools/mermaid/", import.meta.url),
);

/** Answers requests under `/view`, and sends the addresses that GitHub's JSON calls `html_url` there; false = not for this page. */
export type ViewerHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The page. `webUrl` is the stand-in's own address: links into it, which our texts contain, lead to pages. */
export function createViewer(source: ViewSource, webUrl: string | null = null): ViewerHandler {
  const render = createMarkdown();
  const show = (path: string): string | null => {
    const context: PageContext = { base: BASE, mermaid: existsSync(MERMAID) };
    if (path === "") return repositoriesPage(context, source.repositories());
    const [, repository = "", kind, number] = /^\/([^/]+\/[^/]+)(?:\/(issues|pulls?)(?:\/(\d+))?)?$/.exec(path) ?? [];
    if (kind !== undefined && number !== undefined) {
      const thread = source.thread(repository, Number(number));
      return (
        thread && threadPage(context, thread, { render, place: { repository: thread.repository, base: BASE, webUrl } })
      );
    }
    const found = source.repositories().find((one) => one.name.toLowerCase() === repository.toLowerCase());
    return found === undefined ? null : repositoryPage(context, found);
  };
  return (request, response) => {
    const path = new URL(request.url ?? "/", "http://viewer").pathname.replace(/\/$/, "");
    if (request.method !== "GET") return false;
    if (path === `${BASE}/style.css`) return send(response, { type: "text/css", body: readFileSync(STYLE) });
    if (path === `${BASE}/mermaid.js` && existsSync(MERMAID))
      return send(response, { type: "text/javascript", body: readFileSync(MERMAID) });
    if (path === BASE || path.startsWith(`${BASE}/`)) {
      const body = show(path.slice(BASE.length));
      const missing = missingPage({ base: BASE, mermaid: false }, path);
      return send(response, { type: "text/html", body: body ?? missing, status: body === null ? 404 : 200 });
    }
    return isPageAddress(source, path) && redirect(response, BASE + path);
  };
}

/** `/acme/shop`, `/acme/shop/issues/7`, `/acme/shop/pull/9`: what people click on. */
function isPageAddress(source: ViewSource, path: string): boolean {
  const name = /^\/([^/]+\/[^/]+)(?:\/(?:issues|pulls?)(?:\/\d+)?)?$/.exec(path)?.[1];
  return name !== undefined && source.repositories().some((one) => one.name.toLowerCase() === name.toLowerCase());
}

function redirect(response: ServerResponse, location: string): true {
  response.writeHead(302, { location }).end();
  return true;
}

function send(
  response: ServerResponse,
  answer: { readonly type: string; readonly body: string | Buffer; readonly status?: number },
): true {
  response
    .writeHead(answer.status ?? 200, { "content-type": `${answer.type}; charset=utf-8`, "cache-control": "no-store" })
    .end(answer.body);
  return true;
}
