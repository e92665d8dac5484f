/** The checks of a pull request, as its page and its "Checks" tab show them, and the merge box. */
import { icon } from "./icons.ts";
import { html, trusted, type Html } from "./html.ts";
import type { Texts } from "./markdown.ts";
import type { ViewedCheck, ViewedPull } from "./view.ts";

/** One row a check, with all that it has to say to unfold; what failed is unfolded. */
export function checksBox(checks: readonly ViewedCheck[], texts: Texts): Html {
  const failing = checks.filter((check) => check.tone === "bad").length;
  const waiting = checks.filter((check) => check.tone === "waiting").length;
  const headline =
    failing > 0
      ? "Some checks were not successful"
      : waiting > 0
        ? "Some checks have not completed yet"
        : checks.length > 0
          ? "All checks have passed"
          : "No checks";
  const counts = [`${failing} failing`, `${waiting} waiting`, `${checks.length - failing - waiting} done`].join(", ");
  return html`<section class="box checks">
    <div class="head"><b class="${failing > 0 && "bad"}">${headline}</b> <span class="small">${counts}</span></div>
    <ul>
      ${checks.map((check) => checkRow(check, texts))}
    </ul>
  </section>`;
}

function checkRow(check: ViewedCheck, { render, place }: Texts): Html {
  const row = html`<span class="sign ${check.tone}">${icon(check.tone, check.outcome)}</span> <b>${check.name}</b>
    <span class="small grow">${check.title}</span>
    <span class="small">${check.by} · ${check.outcome}</span
    >${check.required && html` <span class="badge">Required</span>`}`;
  if (`${check.summary}${check.text}`.trim() === "") return html`<li class="check">${row}</li>`;
  const annotations = check.annotations.map(
    (one) => html`<p class="annotation ${one.level}"><code>${one.path}:${one.line}</code> ${one.message}</p>`,
  );
  const buttons = check.actions.map(
    (one) => html`<button type="button" disabled title="${one.description}">${one.label}</button>`,
  );
  return html`<li class="check"><details${check.tone === "bad" && trusted(" open")}><summary>${row}</summary>
<div class="check-page">${buttons.length > 0 && html`<p class="buttons">${buttons}</p>`}<h3>${check.title}</h3>
<div class="markdown">${render(check.summary, place, false)}</div>${
    check.text.trim() !== "" &&
    html`<h4>Details</h4>
      <div class="markdown">${render(check.text, place, false)}</div>`
  }${annotations}</div></details></li>`;
}

/** Merged, blocked and why, or ready: the box at the end of a pull request. */
export function mergeBox({ merge, base }: ViewedPull): Html {
  const { tone, title } = MERGE[merge.state];
  const reasons = merge.reasons.map((reason) => html`<li>${reason}</li>`);
  const button = merge.state === "blocked" || merge.state === "ready";
  return html`<section class="box merge ${tone}">
    <div class="head"><b>${title}</b></div>
    ${
      reasons.length > 0 &&
      html`<ul class="reasons">
        ${reasons}
      </ul>`
    }
    ${
      button &&
      html`<p>
        <button type="button" class="${merge.state === "ready" && "primary"}" disabled>Merge pull request</button>
        <span class="small">into <code>${base}</code></span>
      </p>`
    }
  </section>`;
}

const MERGE: Readonly<Record<ViewedPull["merge"]["state"], { readonly tone: string; readonly title: string }>> = {
  merged: { tone: "done", title: "Pull request successfully merged and closed" },
  closed: { tone: "muted", title: "Closed with unmerged commits" },
  draft: { tone: "muted", title: "This pull request is still a work in progress" },
  blocked: { tone: "bad", title: "Merging is blocked" },
  ready: { tone: "good", title: "This branch can be merged" },
};
