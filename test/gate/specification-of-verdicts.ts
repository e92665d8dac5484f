/** What the specification says of components, states, freezes and the table, and where each sentence is told. */
/** Where a sentence is told: a test file below `test/`, and names of its stories. */
export type Told = readonly [file: string, ...names: readonly string[]];
/** A sentence of the specification with the stories that would fail if it were not so. */
export type Row = readonly [says: string, ...told: readonly Told[]];

const ITEMS = "gate/stories-items";
const BUDGET = "gate/stories-budget";
const KINDS = "gate/stories-kinds";
const HONESTY = "gate/stories-honesty";
const EDGES = "gate/stories-edges";
const PEERS = "stories/peers";
const OUTSIDERS = "stories/outsiders";

export const CONCERN: readonly Row[] = [
  [
    "judged component by component; the worst counts, with the reasons of all",
    [ITEMS, "the worst of two components counts, and both give their reasons"],
  ],
  [
    "one pure function: equal facts, equal verdict, equal words",
    ["gate/laws", "equal facts give equal verdicts in equal words, in whatever order the listings came"],
    [
      "flow/gate-pull-request",
      "a change of the flagged component is held back in the same words by every face; elsewhere it passes",
    ],
  ],
  [
    "both names of a rename count",
    [ITEMS, "a rename out of the component still touches it", "a rename into the component touches it"],
  ],
  [
    "a gating item, a minor item, a freeze, or a budget that is not healthy has something to say",
    [ITEMS, "accepted: yes", "a P2 is minor", "a budget that is low is said, also when nothing is open"],
    [BUDGET, "stands until the systemic items are done, whatever the budget"],
  ],
  [
    "none: G0, and no file listing is read when nothing has anything to say",
    [ITEMS, "nothing is open: it passes, and no file need be known"],
    ["gate/needs", "nothing open in the repository: no file listing at all"],
  ],
  [
    "a required analysis that is not complete counts as a P1 due at the review date",
    [
      ITEMS,
      "required and incomplete: it gates as a P1, so that nobody escapes by writing no items",
      "it is due at the review date",
    ],
  ],
];

export const STATES: readonly Row[] = [
  ["proposed: no", [ITEMS, "proposed: no"]],
  ["accepted, in progress, reopened: yes", [ITEMS, "accepted: yes", "in progress: yes", "reopened: yes"]],
  [
    "closed as not planned or duplicate without a reason: yes",
    [ITEMS, "closed without a reason: yes, and it says how to give one"],
    [PEERS, "an item closed as $state_reason without a reason holds back, and says how to give one"],
  ],
  [
    "not found: yes",
    [ITEMS, "deleted or out of sight: yes, and it says so"],
    [PEERS, "an item that was deleted lets go of nothing while an analysis still names it as adopted"],
  ],
  [
    "rejected, accepted risk: with a written reason by an owner, no",
    [ITEMS, "rejected with a reason: no", "risk accepted with a reason: no"],
    ["command/commands/items", "rejecting and accepting a risk need an owner and a reason"],
    [OUTSIDERS, "a writer who is no owner rejects"],
  ],
  [
    "done: no; without proof it is shown, and gates under `preset: strict`",
    [ITEMS, "done: no", "done without proof: no", "done without proof: yes under `preset: strict`"],
  ],
  ["verified: no", [ITEMS, "verified: no"]],
  [
    "an analysis closed before it is complete: no, shown as such; gates under strict",
    [ITEMS, "closed as completed too early: no", "closed as completed too early: yes under `preset: strict`"],
    [EDGES, "closed as completed too early is shown as such"],
  ],
  [
    "analysis complete: start, end, impact, a cause that is no person, items or reasons, a review by another",
    [
      "analysis/completeness",
      "is complete when all that gates is known",
      "cause that is no person",
      "reason for no item",
      "may be reviewed by its author only where there is a single maintainer",
    ],
  ],
];

export const FREEZE: readonly Row[] = [
  [
    "stands above `incident_freeze_above`",
    [BUDGET, "stands by the smallest fraction above the threshold", "does not stand at exactly the threshold"],
  ],
  ["from mitigation", [BUDGET, "does not stand while the incident lasts: its fix must get through"]],
  [
    "until the systemic items leave the gating states; at least one must exist",
    [
      BUDGET,
      "ends when they all are",
      "does not end by a proposal that nobody accepted",
      "does not end by an item that repairs or detects",
    ],
  ],
  [
    "for one budget window at most",
    [BUDGET, "ends one budget window after the mitigation at the latest", "and not one second earlier"],
  ],
  [
    "an incident does not gate until it is confirmed",
    [HONESTY, "cannot close the gate by opening an incident that nobody confirmed"],
    [BUDGET, "an unconfirmed incident burns nothing", "does not stand for an unconfirmed incident"],
    [
      "flow/open-analysis",
      "what everybody but a person with triage permission labels waits for a confirmation, and says so",
    ],
  ],
  [
    "no component: it gates only if there is a single one",
    [
      BUDGET,
      "of an incident that names no component stands where there is only one",
      "and nowhere where there are several",
    ],
  ],
  [
    "times that nobody stated are taken from the issue, marked as assumed",
    ["budget/component-budget", "start and end are taken from the issue when nobody stated them, and this is marked"],
  ],
  [
    "labels from before the installation do nothing",
    [
      "flow/handle-event",
      "installed on a repository with open pull requests, each gets its check; labels from before do nothing",
    ],
  ],
];

export const TABLE: readonly Row[] = [
  [
    "the whole table, by vectors",
    [
      "gate/decide",
      "every vector gets its verdict and its rule",
      "the rows of the table stand in their order, each once, and the last has no condition",
    ],
  ],
  ["G0", [ITEMS, "something is open elsewhere"]],
  ["G1", [KINDS, "of a gating item passes"]],
  ["G2: whatever the budget", [BUDGET, "stands until the systemic items are done, whatever the budget"]],
  ["G3", [ITEMS, "overdue blocks where the policy says so, whatever the budget"]],
  ["G4", [BUDGET, "an overspent budget alone: a freeze where the policy says so"]],
  ["G5", [BUDGET, "open work and a healthy budget: a warning"]],
  ["G6", [BUDGET, "open work is held back", "open work is let through where the policy says so"]],
  [
    "G7",
    [
      BUDGET,
      "open work and an overspent budget: held back",
      "no objective: open work blocks",
      "no objective: open work warns where the policy says so",
    ],
  ],
  ["G8", [BUDGET, "an overspent budget alone: a warning by default"]],
  [
    "a bot's block other than G2's softens under `bots: warn`",
    [KINDS, "is only warned about when the policy says so"],
    [BUDGET, "still blocks version bumps"],
  ],
  [
    "G9: a valid override, with who, why, until when and what it would have been",
    ["gate/words", "names who, until when, why, and what it would have been"],
  ],
  [
    "unknown is never read as healthy",
    [BUDGET, "nothing open: it is said, never read as healthy", "a budget that was not measured is unknown"],
  ],
  [
    "presets",
    ["gate/policy-edges", "%s with %j"],
    [BUDGET, "`preset: strict` freezes, too", "and a key of its own wins over the preset"],
  ],
  [
    "report mode is the default, says and never fails, and can be set for a component",
    [HONESTY, "is the default", "says what it would do, and fails nothing", "can be chosen by one component"],
  ],
  [
    "law: worse inputs never loosen",
    ["gate/decide", "a worse known budget never loosens a verdict", "worse remediation never loosens a verdict"],
    ["gate/laws", "one more open item never loosens a verdict, unless the pull request fixes it"],
  ],
  ["law: an invalid override changes nothing", ["gate/decide", "an invalid override changes nothing"]],
  [
    "law: closing an item never turns a pass into a block",
    ["gate/laws", "closing an item never turns a pass into a block"],
    [KINDS, "stays a fix, because the item gated while it was linked"],
  ],
];
