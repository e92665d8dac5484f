/** The acts from which stories are dealt: what people do around incidents, items and pull requests. */
import { CODE_ACTS } from "./code-acts.ts";
import { ITEM_ACTS } from "./item-acts.ts";
import { keep, type Memory, take } from "./memory.ts";
import type { Place } from "./world.ts";

/** One thing that somebody does. */
export interface Act {
  readonly what: string;
  play(place: Place): Promise<unknown>;
}

/** What an act is dealt from. `name` is unique in the repository. */
export interface Deal {
  readonly memory: Memory;
  readonly random: () => number;
  readonly name: string;
}

/** Null = there is nothing just now to which it could be done. */
export type Dealer = (deal: Deal) => Act | null;

/** An incident is opened with its labels, as with an issue form that a member fills in. */
const openIncident: Dealer = ({ memory, random, name }) => {
  const component = random() < 0.7 ? "checkout" : "search";
  const severity = 1 + Math.floor(random() * 4);
  const title = `Incident ${name}`;
  keep(memory, memory.incidents, { title, component, open: true, labelled: true });
  const labels = ["incident", `sev:${severity}`, `component:${component}`];
  return {
    what: `open ${title}`,
    play: (place) => place.act("bob", "POST REPO/issues", { title, body: `About ${name}.`, labels }),
  };
};

const openPlain: Dealer = ({ memory, name }) => {
  const title = `Question ${name}`;
  keep(memory, memory.plain, { title, used: false });
  return { what: `open ${title}`, play: (place) => place.act("rita", "POST REPO/issues", { title, body: "Well?" }) };
};

/** A question turns out to be an incident: by its labels, or by a command. */
const declare: Dealer = ({ memory, random }) => {
  const plain = take(
    memory,
    memory.plain.filter(({ used }) => !used),
    random,
  );
  if (plain === null) return null;
  plain.used = true;
  const component = random() < 0.5 ? "checkout" : "search";
  keep(memory, memory.incidents, { title: plain.title, component, open: true, labelled: true });
  const byCommand = random() < 0.5;
  return {
    what: `declare ${plain.title} by ${byCommand ? "command" : "labels"}`,
    play: (place) => {
      const { number } = place.titled(plain.title);
      if (byCommand) return place.say("carol", number, `/pia declare sev:3 component:${component}`);
      return place.act("carol", `POST REPO/issues/${number}/labels`, {
        labels: ["incident", `component:${component}`],
      });
    },
  };
};

const MOMENTS = ["detected", "acknowledged", "mitigated", "resolved"] as const;

/** Moments of the incident, each at a time of its own on the day before. */
const stateMoments: Dealer = ({ memory, random }) => {
  const incident = take(memory, memory.incidents, random);
  if (incident === null) return null;
  const moment = MOMENTS[Math.floor(random() * MOMENTS.length)]!;
  const minute = String(15 + MOMENTS.indexOf(moment) * 10);
  const text = `/pia started 2026-01-06T08:12Z\n/pia ${moment} 2026-01-06T08:${minute}Z`;
  const onAnalysis = random() < 0.5;
  return {
    what: `state when ${incident.title} started and was ${moment}`,
    play: (place) =>
      place.say("bob", (onAnalysis ? place.analysisOf(incident.title) : place.titled(incident.title)).number, text),
  };
};

const IMPACT = "/pia impact checkout 50% 2026-01-06T08:12Z..2026-01-06T08:45Z";

const stateImpact: Dealer = ({ memory, random }) => {
  const incident = take(memory, memory.incidents, random);
  if (incident === null) return null;
  return {
    what: `state the impact of ${incident.title}`,
    play: (place) => place.say("max", place.analysisOf(incident.title).number, IMPACT),
  };
};

/** What an edit adds is carried out, what stood there before is not repeated. */
const editIntoNote: Dealer = ({ memory, random }) => {
  const incident = take(memory, memory.incidents, random);
  if (incident === null) return null;
  return {
    what: `write a comment on ${incident.title} and edit a note into it`,
    play: async (place) => {
      const id = await place.say("dan", place.titled(incident.title).number, "Looking.");
      const body = "Looking.\n\n/pia note 2026-01-06T08:20Z the rollback has begun";
      return place.act("dan", `PATCH REPO/issues/comments/${id}`, { body });
    },
  };
};

const closeOrReopen: Dealer = ({ memory, random }) => {
  const incident = take(memory, memory.incidents, random);
  if (incident === null) return null;
  incident.open = !incident.open;
  const state = incident.open ? "open" : "closed";
  return {
    what: `set ${incident.title} to ${state}`,
    play: (place) => place.act("bob", `PATCH REPO/issues/${place.titled(incident.title).number}`, { state }),
  };
};

/** What was declared by mistake, and again after all. */
const relabel: Dealer = ({ memory, random }) => {
  const incident = take(memory, memory.incidents, random);
  if (incident === null) return null;
  incident.labelled = !incident.labelled;
  const { title, labelled } = incident;
  return {
    what: `${labelled ? "put" : "take"} the label of ${title} ${labelled ? "on" : "off"}`,
    play: (place) => {
      const labels = `REPO/issues/${place.titled(title).number}/labels`;
      return labelled
        ? place.act("bob", `POST ${labels}`, { labels: ["incident"] })
        : place.act("bob", `DELETE ${labels}/incident`);
    },
  };
};

const widen: Dealer = ({ memory, random }) => {
  const incident = take(memory, memory.incidents, random);
  if (incident === null) return null;
  const labels = ["component:checkout", "component:search"];
  return {
    what: `put both components on ${incident.title}`,
    play: (place) => place.act("bob", `POST REPO/issues/${place.titled(incident.title).number}/labels`, { labels }),
  };
};

/** All of them; those that stand here twice are dealt twice as often. */
export const ACTS: readonly Dealer[] = [
  openIncident,
  openPlain,
  declare,
  stateMoments,
  stateMoments,
  stateImpact,
  editIntoNote,
  closeOrReopen,
  relabel,
  widen,
  ...ITEM_ACTS,
  ...CODE_ACTS,
];

/** Those that change nothing that holds back. */
export const QUIET_ACTS: readonly Dealer[] = [openPlain];
