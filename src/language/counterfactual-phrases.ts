/** The reviewed phrases for what did not happen; part of the list in phrases.ts. */
import type { Phrase } from "./phrase.ts";

const DEED =
  "caught|noticed|double[- ]checked|spotted|seen|known|realized|realised|checked|tested|verified|reviewed|followed|asked|told|notified|communicated|escalated|documented|considered|thought|read|run|used|done|made|waited|rolled back|reverted|declared|acted|responded|prevented|avoided|detected|validated|revoked|only|paid|been (?:more )?(?:careful|aware|diligent|faster|quicker|paying)|taken|looked|understood|informed|stopped|added|fixed|updated|started|raised|set|confirmed|coordinated";

const PARTICIPLE =
  "[a-z]{2,12}(?:ed|wn)|split|cut|put|set|sent|built|kept|left|held|brought|found|told|gone|hit|let|begun|come|said|sought|written|broken|chosen|given|gotten|got|stuck|spent|spoken|shut";
const PERSON_WORD =
  "he|she|engineers?|developers?|admins?|administrators?|responders?|authors?|reviewers?|maintainers?|interns?|sres?|dbas?|colleagues?|employees?|contractors?|managers?|technicians?|analysts?|on-?call|operators?";

/** Phrases of the class `counterfactual`. */
export const COUNTERFACTUAL_PHRASES: readonly Phrase[] = [
  {
    id: "should-have",
    class: "counterfactual",
    cue: `(?:should|ought to|shouldn't|should not|could|couldn't)(?: not| never| also| at least| probably)? have (?:not |never |also |simply |just |really |already |only )?(?:${DEED})`,
    subject: "person",
    unless: { before: "(?:nobody|no one|attackers?|anyone) " },
    severity: "warning",
    reason: "It tells a story that did not happen, known only from today, instead of why what happened made sense.",
    suggestion: "“X was not in place; with it, Y is noticed at Z.”",
    finds: ["The engineer should have checked the dashboard first.", "We should have tested this."],
    leaves: [
      "We should have alerting on load failures.",
      "The attacker could have read the table.",
      "Action items should have assigned priorities.",
      "Nobody could have known the size.",
    ],
  },
  {
    id: "could-have-done",
    class: "counterfactual",
    cue: `(?:should|could|ought to)(?: not| never| also| at least| probably| easily)? have (?:not |never |also |simply |just |really |already |only |easily )?(?:been )?(?:${PARTICIPLE})`,
    subject: "specific",
    unless: { before: "(?:someone|somebody|anyone|people|attackers?|nobody|no one|they|you) " },
    severity: "warning",
    reason: "It tells a story that did not happen, known only from today, instead of why what happened made sense.",
    suggestion: "“X was not in place; with it, Y is noticed at Z.”",
    finds: ["The author could have split it.", "The engineer on call should have escalated sooner."],
    leaves: [
      "Somebody could have deleted it.",
      "The team should have dedicated time.",
      "The retry could have ended there.",
    ],
  },
  {
    id: "had-they",
    class: "counterfactual",
    cue: `(?:(?:^|(?<=[.!?:] ))had (?:the |our |an? )?(?:[a-z-]{2,14} ){0,2}?|if (?:only )?(?:the |our |an? )?(?:[a-z-]{2,14} ){0,2}?(?=[a-z]{1,14} had ))(?:${PERSON_WORD})(?: had)? (?:not |only |just |simply |also )?(?:${PARTICIPLE}|${DEED})`,
    subject: "none",
    severity: "warning",
    reason: "It tells a story that did not happen.",
    suggestion: "“With X, Y is noticed at Z”: say it of the system, as a plan.",
    finds: [
      "Had the analyst read the mail, it would have been fixed.",
      "If the reviewer had looked at the plan, it was visible.",
    ],
    leaves: ["Had the disk been larger, it would have held.", "If the pod had restarted, all was well."],
  },
  {
    id: "elided-could-have",
    class: "counterfactual",
    cue: `(?:^|(?<=[.!?] ))(?:should|could) have (?:not |never |only |just |simply )?(?:${DEED})`,
    subject: "none",
    severity: "warning",
    reason: "It tells a story that did not happen; who is meant stands between the lines.",
    suggestion:
      "Say what was possible with what was known then: “The interface offers to revoke a session, not a token.”",
    finds: ["Token is gone. Could have only revoked the session."],
    leaves: ["It could have been anything."],
  },
  {
    id: "should-have-been-caught",
    class: "counterfactual",
    cue: "should(?: not|n't)? have been (?:caught|noticed|spotted|found|seen|reviewed|tested|checked|verified|communicated|escalated|merged|deployed|approved|done|told|informed|notified|consulted)",
    subject: "none",
    unless: {
      behind:
        "by (?:the |our |an? )?(?:automated |integration |unit |smoke |e2e )?(?:tests?|ci|monitor\\w*|alert\\w*|checks?|linter|type|system|pipeline|test suite|validation)",
    },
    severity: "warning",
    reason: "Somebody is meant to have caught it, and did not; the sentence hides what they could see.",
    suggestion: "What could a reviewer see, and which check would find it every time?",
    finds: ["This should have been caught in review.", "Support should have been told right away."],
    leaves: ["This should have been caught by our tests."],
  },
  {
    id: "would-have",
    class: "counterfactual",
    cue: `would have (?:not |never |also )?(?:${DEED})`,
    subject: "specific",
    severity: "info",
    reason: "It tells a story that did not happen.",
    suggestion: "“With X, Y is noticed at Z”: say it of the system, as a plan.",
    finds: ["A careful engineer would have checked."],
    leaves: ["This would have detected the issue.", "The load is one we would have expected months from now."],
  },
];
