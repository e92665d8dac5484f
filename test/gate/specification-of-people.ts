/** What the specification says of proofs, people, the honesty of the check and the error budget, and where each sentence is told. */
import type { Row } from "./specification-of-verdicts.ts";

const BUDGET = "gate/stories-budget";
const KINDS = "gate/stories-kinds";
const HONESTY = "gate/stories-honesty";
const OVERRIDE = "gate/override";
const PEERS = "stories/peers";
const OUTSIDERS = "stories/outsiders";

export const PROOFS: readonly Row[] = [
  [
    "never by title, branch, or what the author alone controls",
    [
      OUTSIDERS,
      "a title, a branch and words that claim to be a revert, a security fix or documentation prove nothing",
      "the author's own proof labels prove nothing; a maintainer's does, until somebody else sets it again",
    ],
  ],
  [
    "fixes: an item that itself gates, of that component, accepted by another",
    [
      KINDS,
      "of an item that nobody accepted yet does not count",
      "of an item that the author accepted does not count",
      "of a minor item does not count",
      "of another component's item does not count here",
    ],
    [OUTSIDERS, "the author accepts their own item and fixes it: judged like any change"],
  ],
  ["`single_maintainer` lifts this", [KINDS, "of an item that the author accepted counts with a single maintainer"]],
  [
    "touches no other concerning component beyond docs and tests",
    [
      KINDS,
      "is judged on its own where it touches another component",
      "may touch documentation and tests of another component",
    ],
  ],
  [
    "mitigation: a confirmed incident of a touched component that is not yet mitigated",
    [
      KINDS,
      "of an incident that is not over passes",
      "of an incident that is over is a change",
      "of an incident elsewhere is a change",
      "of an incident that nobody confirmed is a change: an outsider could open one",
    ],
  ],
  [
    "revert: on the base, exact inverse, neither of a revert nor of a fix",
    [
      KINDS,
      "that git proves passes",
      "of something that is not on the base is a change",
      "with something more in it is a change",
      "of a revert is a change",
      "of a fix that an item names is a change",
    ],
    ["github/proofs-round-trip", "that also does something else is no inverse"],
  ],
  [
    "security: an open advisory, or a verified label",
    [KINDS, "of an open advisory passes", "of a closed advisory is a change", "by a maintainer's label passes"],
  ],
  [
    "docs-only: every path, and none that a component names itself",
    [
      KINDS,
      "only, inside the component, passes",
      "made of code by a rename is a change",
      "that a component names as its own is a change",
    ],
  ],
  [
    "bot-bump: an allow-listed bot, only manifests and lock files",
    ["gate/policy-edges", "a version bump is by a known bot, of at least one manifest, and of nothing else"],
  ],
  [
    "a broken policy is repairable; one that loosens is judged by the base's and told",
    [
      HONESTY,
      "that repairs a broken policy passes",
      "that repairs it and changes something else is a change",
      "is judged by the base's version, and says what it loosens",
    ],
  ],
];

export const PEOPLE: readonly Row[] = [
  [
    "approvals by distinct allowed people other than the author",
    [
      OVERRIDE,
      "the author approves their own",
      "one person approves twice",
      "somebody without the right approves",
      "two voices, of the requester and one more",
    ],
  ],
  [
    "a requester who is allowed and not the author counts",
    [OVERRIDE, "a requester who may and is not the author needs nobody else"],
  ],
  [
    "break-glass alone for 4 h",
    [OVERRIDE, "break-glass by one allowed person alone, 4 h at most, also the author", "break-glass a second time"],
  ],
  [
    "bound to the change: a base update keeps it, a new change ends it",
    ["flow/gate-pull-request", "an override ends with a new change, not with an update of the base"],
    [OUTSIDERS, "an old voice cannot be tied to a new change by editing our reply to it"],
  ],
  [
    "an edited comment is void",
    [OVERRIDE, "the request was edited", "the approval was edited"],
    [
      "flow/gate-pull-request",
      "an override by the author needs somebody else's voice; editing its comment voids it, and so does deleting",
    ],
  ],
  [
    "expiry re-blocks by itself",
    [OVERRIDE, "it has expired, to the second"],
    ["gate/laws", "nothing changes before the moment that the verdict names"],
  ],
  [
    "teams (App), listed logins, maintain permission",
    [
      OVERRIDE,
      "a member of a listed team",
      "a listed login with a role in the repository",
      "a maintainer where teams cannot be read",
    ],
  ],
  [
    "what a label edit loosens without the right is put back, with a comment",
    [
      OUTSIDERS,
      "%s, taken off by somebody who may write but owns nothing, is put back with a comment",
      "an owner may, and then it counts",
    ],
  ],
  [
    "confirming, moments and impact need triage; less impact an owner",
    [
      "command/commands/incident",
      "needs triage permission",
      "is made less only by an owner with a reason",
      "is corrected so that the incident looks shorter only by an owner, with a reason",
    ],
  ],
  [
    "re-dating: once by writers, again by owners",
    [
      "command/commands/items",
      "a date moves once by anyone with write permission, with a reason; a second time by an owner",
    ],
  ],
  [
    "a pause softens a block, visibly, and ends by itself",
    [HONESTY, "makes a warning of a block, and says who paused it and until when", "that is over holds nothing up"],
    [OUTSIDERS, "a workflow of a branch speaks as github-actions and can pause nothing"],
  ],
  [
    "what opened the gate this week is told",
    ["digest/gate-openings", "an override and its approval are told once, though every analysis concerned has them"],
  ],
];

export const CHECK: readonly Row[] = [
  [
    "policy from the default branch, or a protected base; never from the head",
    [
      "stories/policy-of-the-base",
      "a branch that anybody may push to brings no policy of its own; a protected one does",
    ],
    [
      OUTSIDERS,
      "a policy in the head judges nothing: report mode, other paths, no components, an override list of its own",
    ],
  ],
  [
    "two pull requests on one commit: the worst verdict",
    [
      "flow/gate-pull-request",
      "two pull requests on one commit show the worst verdict; when one closes, the other stands alone",
    ],
  ],
  ["always completed, one write", [PEERS, "the first verdict is one completed check run and no second write"]],
  [
    "a config that does not parse: the last valid one; errors fail only what brings them",
    [
      "flow/gate-pull-request",
      "a broken configuration fails only the pull request that brings it, with file and line; on main the last valid one holds",
    ],
  ],
  [
    "the first line has at most 160 characters",
    ["gate/laws", "the first line has at most 160 characters, a status 140, and neither has a line break"],
  ],
  [
    "written again only when something changed",
    ["gate/words", "stays the same while only shares and ages move"],
    [
      "flow/gate-pull-request",
      "a quiet repository costs no listing of files; a verdict that stands is not written again",
    ],
  ],
  [
    "truncation is told",
    [
      HONESTY,
      "a cut listing counts as touching everything that has open work",
      "fewer listed than the pull request counts is a cut listing",
    ],
    [
      PEERS,
      "beyond the 3,000 files that GitHub lists everything with open work counts as touched, and the check says so",
    ],
  ],
  [
    "re-evaluated on every close, reopen, label, edit, transfer, config and queue event",
    [
      PEERS,
      "when the item closes, a pull request that could not be merged can be, without a push; and back when it opens",
      "an item that is reopened while its pull request waits keeps it from being merged",
    ],
    [
      "flow/handle-event",
      "a policy that changes on the default branch is applied to what is open; a push elsewhere reads nothing",
    ],
  ],
  [
    "evidence: paths, items with owner, due date and age, window, target, incidents",
    [
      "gate/words",
      "its details are folded, with the paths, the owner, the due date and the age",
      "the budget's numbers stand beside the incidents that used it",
    ],
  ],
  ["a block always says what would unblock it", ["gate/laws", "a block always says what would unblock it"]],
  [
    "an unavailable source: held or let through by `unknown`, and named",
    [
      HONESTY,
      "without the listings nothing is known: held back, and it says which source was away",
      "let through with `unknown: pass`",
    ],
  ],
];

export const ERROR_BUDGET: readonly Row[] = [
  [
    "no incidents = healthy; any use of a 100% target is exhausted",
    [
      "budget/component-budget",
      "without incidents the budget is healthy",
      "any use of a 100% target is exhausted, none is healthy",
    ],
  ],
  [
    "healthy, low, exhausted are exact",
    [
      "budget/component-budget",
      "at exactly permit_above it is healthy",
      "exactly spent is at the objective: low, not exhausted",
      "one second more is exhausted",
    ],
  ],
  ["an external cause burns nothing", [BUDGET, "an external cause burns nothing"]],
  [
    "Prometheus: NaN and the like are unknown, never healthy",
    [
      "gate/stories-budget-sources",
      "that says nothing usable is unknown, with the reason",
      "that was not asked is unknown, never healthy",
    ],
  ],
  [
    "a snapshot older than 15 minutes is unknown, and only ours counts",
    [
      "flow/budget-sources",
      "gives the Action the App's verdict at no further request, for 15 minutes",
      "counts only when it is ours: anybody may write such a table",
    ],
  ],
  [
    "the sketch of the configuration is accepted; mistakes have a position",
    ["config/load", "the sketch of gate.md is accepted and percent signs are dropped", "all problems are told at once"],
  ],
];
