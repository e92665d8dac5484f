/** Labels of a repository and of its issues, with their events. */
import type { Doer } from "./branch-rules.ts";
import { GitHubRefusal, validationFailed, type World } from "./call.ts";
import { emitIssue, type IssueAct, touch } from "./issue-events.ts";
import { recordEvent } from "./pull-events.ts";
import type { LabelRow, RepositoryRow } from "./rows.ts";
import { labelShape } from "./shapes/label.ts";
import { labelsOf } from "./shapes/issue.ts";
import { nextId } from "./state.ts";

/** The colour of labels that are made by being put on an issue. */
const PLAIN_COLOR = "ededed";
const MAXIMUM_NAME = 50;
const MAXIMUM_LABELS = 100;

/** A label by name, without case. */
export function findLabel(repository: RepositoryRow, name: string): LabelRow | undefined {
  return repository.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

/** A label to make. */
export interface NewLabel {
  readonly name: string;
  readonly color?: string | undefined;
  readonly description?: string | null | undefined;
  readonly doer: Doer;
}

/** Makes a label and sends `label.created`. Throws 422 for a name that is taken, empty or too long. */
export function createLabel(world: World, repository: RepositoryRow, wanted: NewLabel): LabelRow {
  refuseBadLabel(repository, wanted);
  const row: LabelRow = {
    id: nextId(world.state, "label"),
    name: wanted.name,
    color: wanted.color ?? PLAIN_COLOR,
    description: wanted.description ?? null,
  };
  repository.labels.push(row);
  emitLabel(world, repository, { label: row, action: "created", doer: wanted.doer });
  return row;
}

function refuseBadLabel(repository: RepositoryRow, label: Pick<NewLabel, "name" | "color" | "description">): void {
  const { name, color, description } = label;
  if (name.trim() === "") throw validationFailed({ resource: "Label", code: "missing_field", field: "name" });
  if (findLabel(repository, name) !== undefined)
    throw validationFailed({ resource: "Label", code: "already_exists", field: "name" });
  const long = [...name].length > MAXIMUM_NAME;
  if (long)
    throw validationFailed({
      resource: "Label",
      code: "custom",
      field: "name",
      message: `name is too long (maximum is ${MAXIMUM_NAME} characters)`,
    });
  refuseBadLook({ color, description });
}

function refuseBadLook(look: {
  readonly color?: string | undefined;
  readonly description?: string | null | undefined;
}): void {
  if (look.color !== undefined && !/^[0-9a-f]{6}$/i.test(look.color))
    throw validationFailed({ resource: "Label", code: "invalid", field: "color" });
  if ([...(look.description ?? "")].length <= 100) return;
  throw validationFailed({
    resource: "Label",
    code: "custom",
    field: "description",
    message: "description is too long (maximum is 100 characters)",
  });
}

/** Renames, recolours or describes a label: `label.edited` with what was there. */
export function editLabel(
  world: World,
  repository: RepositoryRow,
  edit: { label: LabelRow; name?: string; color?: string; description?: string; doer: Doer },
): void {
  const { label, doer, name, color, description } = edit;
  if (name !== undefined && name.toLowerCase() !== label.name.toLowerCase()) refuseBadLabel(repository, { name });
  refuseBadLook({ color, description });
  const changes: Record<string, { from: string }> = {};
  if (name !== undefined && name !== label.name) changes["name"] = { from: label.name };
  if (color !== undefined && color !== label.color) changes["color"] = { from: label.color };
  if (description !== undefined && description !== (label.description ?? ""))
    changes["description"] = { from: label.description ?? "" };
  Object.assign(label, {
    name: name ?? label.name,
    color: color ?? label.color,
    description: description ?? label.description,
  });
  if (Object.keys(changes).length > 0) emitLabel(world, repository, { label, action: "edited", doer, changes });
}

/** Deletes a label; issues lose it, which sends only `label.deleted`. */
export function deleteLabel(world: World, repository: RepositoryRow, act: { label: LabelRow; doer: Doer }): void {
  emitLabel(world, repository, { ...act, action: "deleted" });
  repository.labels = repository.labels.filter((row) => row !== act.label);
  for (const issue of repository.issues.values()) issue.labels = issue.labels.filter((id) => id !== act.label.id);
}

function emitLabel(
  world: World,
  repository: RepositoryRow,
  what: { label: LabelRow; action: string; doer: Doer; changes?: unknown },
): void {
  const label = labelShape(world, repository, what.label);
  const payload = what.changes === undefined ? { label } : { label, changes: what.changes };
  world.emit({ event: "label", action: what.action, repository, sender: what.doer.login, payload });
}

/** Finds or makes the labels of these names, each once. */
export function resolveLabels(
  world: World,
  repository: RepositoryRow,
  wanted: { names: readonly string[]; doer: Doer },
): LabelRow[] {
  const rows = wanted.names.map(
    (name) => findLabel(repository, name) ?? createLabel(world, repository, { name, doer: wanted.doer }),
  );
  return [...new Set(rows)];
}

/** Puts labels on an issue; a name that no label has makes one. Each new one is told with `labeled`. */
export function addLabels(
  world: World,
  repository: RepositoryRow,
  act: IssueAct & { readonly names: readonly string[] },
): void {
  const { issue, doer, names } = act;
  const added = resolveLabels(world, repository, { names, doer }).filter((label) => !issue.labels.includes(label.id));
  if (issue.labels.length + added.length > MAXIMUM_LABELS) {
    throw validationFailed({
      resource: "Issue",
      code: "custom",
      field: "labels",
      message: `An issue can have at most ${MAXIMUM_LABELS} labels`,
    });
  }
  for (const label of added) {
    issue.labels.push(label.id);
    tellLabel(world, repository, { issue, doer, label, action: "labeled" });
  }
}

/** Takes one label off. Throws 404 `Label does not exist` when the issue has none of that name. */
export function removeLabel(world: World, repository: RepositoryRow, act: IssueAct & { readonly name: string }): void {
  const label = labelsOf(repository, act.issue).find((row) => row.name.toLowerCase() === act.name.toLowerCase());
  if (label === undefined) throw new GitHubRefusal(404, "Label does not exist");
  act.issue.labels = act.issue.labels.filter((id) => id !== label.id);
  tellLabel(world, repository, { ...act, label, action: "unlabeled" });
}

/** Makes these the issue's labels: takes the others off, then adds what is missing. */
export function replaceLabels(
  world: World,
  repository: RepositoryRow,
  act: IssueAct & { readonly names: readonly string[] },
): void {
  const wanted = new Set(act.names.map((name) => name.toLowerCase()));
  for (const label of labelsOf(repository, act.issue)) {
    if (!wanted.has(label.name.toLowerCase())) removeLabel(world, repository, { ...act, name: label.name });
  }
  addLabels(world, repository, act);
}

/** Timeline and webhook of one label that came or went. */
export function tellLabel(
  world: World,
  repository: RepositoryRow,
  what: IssueAct & { readonly label: LabelRow; readonly action: "labeled" | "unlabeled" },
): void {
  const { issue, doer, label, action } = what;
  touch(world, issue);
  recordEvent(world, issue, { event: action, doer, details: { label: { name: label.name, color: label.color } } });
  emitIssue(world, repository, { issue, doer, action, extra: { label: labelShape(world, repository, label) } });
}
