/** The frame of every page, and the small parts that several pages use. */
import { icon, type IconName } from "./icons.ts";
import { html, type Html, type Piece } from "./html.ts";
import type { ViewedLabel, ViewedRow } from "./view.ts";

/** What pages need besides their contents. */
export interface PageContext {
  /** Prefix of the viewer's addresses: `/view`. */
  readonly base: string;
  /** Whether mermaid is installed under tools/mermaid. */
  readonly mermaid: boolean;
}

/** A whole page. */
export function page(
  context: PageContext,
  parts: { readonly title: string; readonly repository?: string; readonly body: Piece },
): string {
  const { base } = context;
  const script = html`<script src="${base}/mermaid.js"></script>
    <script>
      mermaid.initialize({ startOnLoad: false, theme: "default", securityLevel: "strict" });
      addEventListener("load", () =>
        mermaid.run({ querySelector: "pre.mermaid" }).finally(() => document.body.classList.add("drawn")),
      );
    </script>`;
  const place =
    parts.repository === undefined
      ? ""
      : html`<span>/</span><a href="${base}/${parts.repository}">${parts.repository}</a>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${parts.title}</title>
        <link rel="stylesheet" href="${base}/style.css" />
      </head>
      <body>
        <header class="top">
          <a class="home" href="${base}">stand-in for GitHub</a>${place}<em>a local look, not github.com</em>
        </header>
        <main>${parts.body}</main>
        ${context.mermaid && script}
      </body>
    </html>`.html;
}

/** A label as a coloured pill with readable text. */
export function labelPill(label: ViewedLabel): Html {
  const color = /^[0-9a-f]{6}$/i.test(label.color) ? label.color : "ededed";
  return html`<span
    class="pill"
    style="background:#${color};color:${isLight(color) ? "#1f2328" : "#fff"}"
    title="${label.description ?? ""}"
    >${label.name}</span
  >`;
}

/** Perceived lightness, as GitHub's label pills use it. Source: ITU-R BT.709 luma. */
function isLight(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  return red * 0.2126 + green * 0.7152 + blue * 0.0722 > 0.453;
}

/** A round picture made of the login's first letter; bots are square. */
export function avatar(login: string): Html {
  const hue = Buffer.from(login).reduce((sum, byte) => (sum * 31 + byte) % 360, 7);
  const shape = login.endsWith("[bot]") ? "avatar bot" : "avatar";
  return html`<span class="${shape}" style="background:hsl(${hue} 45% 45%)" aria-hidden="true"
    >${login.charAt(0).toUpperCase()}</span
  >`;
}

/** A login as GitHub prints it: Apps lose their suffix and get a badge. */
export function person(login: string): Html {
  const bot = login.endsWith("[bot]");
  return html`<b class="person">${bot ? login.slice(0, -"[bot]".length) : login}</b
    >${bot && html` <span class="badge">bot</span>`}`;
}

/** `22 Nov 2026, 09:12 UTC` from seconds since 1970. */
export function time(seconds: number): Html {
  const date = new Date(seconds * 1000);
  const text = date.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return html`<time datetime="${date.toISOString()}">${text} UTC</time>`;
}

interface StateLook {
  readonly tone: string;
  readonly icon: IconName;
  readonly word: string;
}

function lookOf({ state, kind }: Pick<ViewedRow, "state" | "kind">): StateLook {
  if (state === "merged") return { tone: "done", icon: "merged", word: "Merged" };
  if (state === "draft") return { tone: "muted", icon: "pull", word: "Draft" };
  if (state === "not planned") return { tone: "muted", icon: "issue-skipped", word: "Closed as not planned" };
  if (state === "open") return { tone: "good", icon: kind === "pull" ? "pull" : "issue-open", word: "Open" };
  return kind === "pull"
    ? { tone: "bad", icon: "pull", word: "Closed" }
    : { tone: "done", icon: "issue-closed", word: "Closed" };
}

/** The sign of a state in its colour. */
export function stateSign(row: Pick<ViewedRow, "state" | "kind">): Html {
  const look = lookOf(row);
  return html`<span class="sign ${look.tone}">${icon(look.icon, look.word)}</span>`;
}

/** The state as a filled badge. */
export function stateBadge(row: Pick<ViewedRow, "state" | "kind">): Html {
  const look = lookOf(row);
  return html`<span class="state ${look.tone}">${icon(look.icon)} ${look.word}</span>`;
}

/** The address of a row's page. */
export function rowAddress(context: PageContext, row: Pick<ViewedRow, "repository" | "number" | "kind">): string {
  return `${context.base}/${row.repository}/${row.kind === "pull" ? "pull" : "issues"}/${row.number}`;
}

/** A row of a list, as in GitHub's issue list. */
export function listRow(context: PageContext, row: ViewedRow): Html {
  const { progress } = row;
  return html`<li class="row">
    ${stateSign(row)}
    <div class="grow">
      <a class="title" href="${rowAddress(context, row)}">${row.title}</a> ${row.labels.map(labelPill)}
      <div class="small">
        #${row.number} by ${person(row.author)} on
        ${time(row.createdAt)}${progress && html` · <span class="progress">${progress.done} / ${progress.all} sub-issues</span>`}
      </div>
    </div>
    <span class="faces">${row.assignees.map(avatar)}</span
    ><span class="small count">${row.comments > 0 && html`${icon("comment", "comments")} ${row.comments}`}</span>
  </li>`;
}
