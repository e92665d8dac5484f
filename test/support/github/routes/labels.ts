/** Labels of repositories and issues. */
import { repositoryWith } from "#test/support/github/access.ts";
import {
  bodyOf,
  type Call,
  created,
  NO_CONTENT,
  notFound,
  ok,
  type Reply,
  type Route,
  validationFailed,
} from "#test/support/github/call.ts";
import { namesOf, textOf } from "#test/support/github/fields.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { type Found, readableIssue, writableIssue } from "#test/support/github/issue-access.ts";
import {
  addLabels,
  createLabel,
  deleteLabel,
  editLabel,
  findLabel,
  removeLabel,
  replaceLabels,
} from "#test/support/github/issue-labels.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import type { LabelRow, RepositoryRow } from "#test/support/github/rows.ts";
import { labelsOf } from "#test/support/github/shapes/issue.ts";
import { labelShape } from "#test/support/github/shapes/label.ts";

const READ = {
  needs: [
    ["issues", "read"],
    ["pull_requests", "read"],
  ],
} as const;
const WRITE = {
  needs: [
    ["issues", "write"],
    ["pull_requests", "write"],
  ],
  role: "write",
} as const;

function listAll(call: Call): Reply {
  const repository = repositoryWith(call, READ);
  return pagedReply(call, repository.labels, (label) => labelShape(call.world, repository, label));
}

function create(call: Call): Reply {
  const repository = repositoryWith(call, WRITE);
  const body = bodyOf(call);
  const name = textOf(body, "name");
  if (name === undefined) throw validationFailed({ resource: "Label", code: "missing_field", field: "name" });
  const label = createLabel(call.world, repository, {
    name,
    color: textOf(body, "color"),
    description: textOf(body, "description"),
    doer: doerOf(call),
  });
  const shape = labelShape(call.world, repository, label);
  return created(shape, String(shape["url"]));
}

function named(call: Call, repository: RepositoryRow): LabelRow {
  const label = findLabel(repository, call.params["name"] ?? "");
  if (label === undefined) throw notFound();
  return label;
}

function get(call: Call): Reply {
  const repository = repositoryWith(call, READ);
  return ok(labelShape(call.world, repository, named(call, repository)));
}

function patch(call: Call): Reply {
  const repository = repositoryWith(call, WRITE);
  const label = named(call, repository);
  const body = bodyOf(call);
  const [name, color, description] = [textOf(body, "new_name"), textOf(body, "color"), textOf(body, "description")];
  editLabel(call.world, repository, {
    label,
    doer: doerOf(call),
    ...(name === undefined ? {} : { name }),
    ...(color === undefined ? {} : { color }),
    ...(description === undefined ? {} : { description }),
  });
  return ok(labelShape(call.world, repository, label));
}

function remove(call: Call): Reply {
  const repository = repositoryWith(call, WRITE);
  deleteLabel(call.world, repository, { label: named(call, repository), doer: doerOf(call) });
  return NO_CONTENT;
}

function labelsReply(call: Call, { repository, issue }: Found): Reply {
  return ok(labelsOf(repository, issue).map((label) => labelShape(call.world, repository, label)));
}

function listOnIssue(call: Call): Reply {
  const { repository, issue } = readableIssue(call);
  return pagedReply(call, labelsOf(repository, issue), (label) => labelShape(call.world, repository, label));
}

/** `{ labels: […] }` or the bare list. */
function wantedNames(call: Call): string[] {
  const value = Array.isArray(call.body) ? call.body : bodyOf(call)["labels"];
  return namesOf(value) ?? [];
}

function addToIssue(call: Call): Reply {
  const found = writableIssue(call, "triage");
  addLabels(call.world, found.repository, { ...found, names: wantedNames(call) });
  return labelsReply(call, found);
}

function replaceOnIssue(call: Call): Reply {
  const found = writableIssue(call, "triage");
  replaceLabels(call.world, found.repository, { ...found, names: wantedNames(call) });
  return labelsReply(call, found);
}

function clearIssue(call: Call): Reply {
  const found = writableIssue(call, "triage");
  replaceLabels(call.world, found.repository, { ...found, names: [] });
  return NO_CONTENT;
}

function removeFromIssue(call: Call): Reply {
  const found = writableIssue(call, "triage");
  removeLabel(call.world, found.repository, { ...found, name: call.params["name"] ?? "" });
  return labelsReply(call, found);
}

const REPO = "/repos/{owner}/{repo}";
const ON_ISSUE = `${REPO}/issues/{issue_number}/labels`;

/** Labels. */
export const LABEL_ROUTES: readonly Route[] = [
  { method: "GET", template: `${REPO}/labels`, handle: listAll },
  { method: "POST", template: `${REPO}/labels`, handle: create },
  { method: "GET", template: `${REPO}/labels/{name}`, handle: get },
  { method: "PATCH", template: `${REPO}/labels/{name}`, handle: patch },
  { method: "DELETE", template: `${REPO}/labels/{name}`, handle: remove },
  { method: "GET", template: ON_ISSUE, handle: listOnIssue },
  { method: "POST", template: ON_ISSUE, handle: addToIssue },
  { method: "PUT", template: ON_ISSUE, handle: replaceOnIssue },
  { method: "DELETE", template: ON_ISSUE, handle: clearIssue },
  { method: "DELETE", template: `${ON_ISSUE}/{name}`, handle: removeFromIssue },
];
