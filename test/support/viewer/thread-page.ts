/** The page of an issue or pull request: description, sub-issues, comments and events in the order of time, checks, sidebar. */
import { checksBox, mergeBox } from "./checks.ts";
import { eventLine } from "./event-line.ts";
import { html, type Html } from "./html.ts";
import { avatar, labelPill, listRow, page, person, stateBadge, time, type PageContext } from "./layout.ts";
import type { Texts } from "./markdown.ts";
import type { ViewedPost, ViewedRow, ViewedThread } from "./view.ts";

/** The whole page. */
export function threadPage(context: PageContext, thread: ViewedThread, texts: Texts): string {
  const { pull } = thread;
  const opened = pull
    ? html`${person(thread.author)} wants to merge <code>${pull.head}</code> into <code>${pull.base}</code> ·
        <code>${pull.sha.slice(0, 7)}</code>`
    : html`${person(thread.author)} opened this on ${time(thread.createdAt)} · ${thread.posts.length} comments`;
  const parent =
    thread.parent &&
    html` · part of
      <a href="${context.base}/${thread.parent.repository}/issues/${thread.parent.number}"
        >#${thread.parent.number} ${thread.parent.title}</a
      >`;
  const body = html`<div class="heading">
      <h1>${thread.title} <span class="number">#${thread.number}</span></h1>
      <p>${stateBadge(thread)} <span class="small">${opened}${parent}</span></p>
    </div>
    <div class="columns">
      <div class="conversation">
        ${post(thread.description, texts)} ${subIssues(context, thread)} ${timeline(thread, texts)}
        ${pull && html`${checksBox(pull.checks, texts)}${mergeBox(pull)}`}
      </div>
      ${sidebar(context, thread)}
    </div>`;
  return page(context, { title: `${thread.title} · #${thread.number}`, repository: thread.repository, body });
}

function post(one: ViewedPost, { render, place }: Texts): Html {
  const reactions = Object.entries(one.reactions).map(
    ([content, count]) => html`<span class="reaction">${REACTIONS[content] ?? content} ${count}</span>`,
  );
  const text =
    one.body.trim() === "" ? html`<p class="small"><em>No description provided.</em></p>` : render(one.body, place);
  return html`<article class="post" id="${one.id}">
    ${avatar(one.author)}
    <div class="card">
      <div class="card-head">
        ${person(one.author)} <span class="small">on ${time(one.at)}${one.edited && " · edited"}</span>
      </div>
      <div class="markdown">${text}</div>
      ${reactions.length > 0 && html`<div class="reactions">${reactions}</div>`}
    </div>
  </article>`;
}

const REACTIONS: Readonly<Record<string, string>> = {
  "+1": "👍",
  "-1": "👎",
  laugh: "😄",
  confused: "😕",
  heart: "❤️",
  hooray: "🎉",
  rocket: "🚀",
  eyes: "👀",
};

function subIssues(context: PageContext, thread: ViewedThread): Html | null {
  if (thread.subIssues.length === 0) return null;
  const done = thread.subIssues.filter((row) => row.state === "closed" || row.state === "not planned").length;
  return html`<section class="box sub-issues">
    <div class="head"><b>Sub-issues</b> <span class="badge">${done} of ${thread.subIssues.length}</span></div>
    <ul>
      ${thread.subIssues.map((row) => listRow(context, row))}
    </ul>
  </section>`;
}

function timeline(thread: ViewedThread, texts: Texts): Html[] {
  const posts = thread.posts.map((one) => ({ at: one.at, html: post(one, texts) }));
  const events = thread.events.map((one) => ({ at: one.at, html: eventLine(one) }));
  return [...events, ...posts].toSorted((a, b) => a.at - b.at).flatMap((one) => (one.html === null ? [] : [one.html]));
}

function sidebar(context: PageContext, thread: ViewedThread): Html {
  const part = (title: string, contents: Html | readonly Html[] | null, none: string): Html => {
    const empty = contents === null || (Array.isArray(contents) && contents.length === 0);
    return html`<section>
      <h3>${title}</h3>
      ${empty ? html`<p class="small">${none}</p>` : contents}
    </section>`;
  };
  const link = (row: ViewedRow): Html =>
    html`<p><a href="${context.base}/${row.repository}/issues/${row.number}">#${row.number} ${row.title}</a></p>`;
  return html`<aside>
    ${part(
      "Assignees",
      thread.assignees.map((login) => html`<p>${avatar(login)} ${person(login)}</p>`),
      "No one assigned",
    )}
    ${part("Labels", thread.labels.map(labelPill), "None yet")}
    ${part("Milestone", thread.milestone === null ? null : html`<p>${thread.milestone}</p>`, "No milestone")}
    ${thread.kind === "issue" && part("Parent", thread.parent && link(thread.parent), "None")}
    ${thread.blockedBy.length > 0 && part("Blocked by", thread.blockedBy.map(link), "")}
  </aside>`;
}
