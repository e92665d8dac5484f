/** The pages that list: all repositories, and one repository's issues and pull requests. */
import { html, type Html } from "./html.ts";
import { listRow, page, type PageContext } from "./layout.ts";
import type { ViewedRepository, ViewedRow } from "./view.ts";

/** Every repository with what is open in it. */
export function repositoriesPage(context: PageContext, repositories: readonly ViewedRepository[]): string {
  const rows = repositories.map((one) => {
    const open = one.rows.filter((row) => row.state === "open" || row.state === "draft").length;
    return html`<li class="row">
      <div class="grow">
        <a class="title" href="${context.base}/${one.name}">${one.name}</a>
        <div class="small">${one.description}</div>
      </div>
      <span class="small">${open} open of ${one.rows.length}</span>
    </li>`;
  });
  const body = html`<h1>Repositories</h1>
    <ul class="box">
      ${rows.length > 0 ? rows : html`<li class="row small">There is no repository yet.</li>`}
    </ul>`;
  return page(context, { title: "Repositories", body });
}

/** Issues and pull requests of a repository, open ones first, newest first. */
export function repositoryPage(context: PageContext, repository: ViewedRepository): string {
  const pulls = repository.rows.filter((row) => row.kind === "pull");
  const issues = repository.rows.filter((row) => row.kind === "issue");
  const body = html`<h1>${repository.name}</h1>
    ${list(context, "Issues", issues)}${list(context, "Pull requests", pulls)}`;
  return page(context, { title: repository.name, repository: repository.name, body });
}

function list(context: PageContext, title: string, rows: readonly ViewedRow[]): Html {
  const isOpen = (row: ViewedRow): boolean => row.state === "open" || row.state === "draft";
  const sorted = rows.toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.number - a.number);
  const open = rows.filter(isOpen).length;
  return html`<section>
    <h2>${title}</h2>
    <ul class="box">
      <li class="head"><b>${open} open</b> <span class="small">${rows.length - open} closed</span></li>
      ${sorted.length > 0 ? sorted.map((row) => listRow(context, row)) : html`<li class="row small">None yet.</li>`}
    </ul>
  </section>`;
}

/** 404, in plain words. */
export function missingPage(context: PageContext, path: string): string {
  const body = html`<h1>Nothing here</h1>
    <p>The stand-in has nothing at <code>${path}</code>. <a href="${context.base}">All repositories</a></p>`;
  return page(context, { title: "Nothing here", body });
}
