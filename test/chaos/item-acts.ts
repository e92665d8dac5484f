/** What people do with remediation items. */
import type { Act, Dealer } from "./acts.ts";
import { type ItemMemory, keep, type Memory, take } from "./memory.ts";
import type { Place } from "./world.ts";

/** One or two items in one comment on the analysis. */
const add: Dealer = ({ memory, random, name }) => {
  const incident = take(
    memory,
    memory.incidents.filter(({ labelled }) => labelled),
    random,
  );
  if (incident === null) return null;
  const priority = random() < 0.6 ? "P0" : "P2";
  const titles = random() < 0.5 ? [`Item ${name}`] : [`Item ${name}a`, `Item ${name}b`];
  for (const title of titles) {
    keep(memory, memory.items, { title, incident, component: incident.component, open: true, state: "accepted" });
  }
  const lines = titles.map(
    (title) => `/pia add "${title}" owner:@carol priority:${priority} component:${incident.component}`,
  );
  return {
    what: `add ${titles.join(" and ")} to ${incident.title}`,
    play: (place) => place.say("bob", place.analysisOf(incident.title).number, lines.join("\n")),
  };
};

function openItem(memory: Memory, random: () => number): ItemMemory | null {
  return take(
    memory,
    memory.items.filter(({ open, state }) => open && state !== "decided"),
    random,
  );
}

function onAnalysis(item: ItemMemory, what: string, command: (item: number) => string): Act {
  const play = (place: Place) =>
    place.say("bob", place.analysisOf(item.incident.title).number, command(place.titled(item.title).number));
  return { what: `${what} ${item.title}`, play };
}

const start: Dealer = ({ memory, random }) => {
  const item = openItem(memory, random);
  if (item === null) return null;
  item.state = "started";
  return onAnalysis(item, "start", (number) => `/pia start #${number}`);
};

const postpone: Dealer = ({ memory, random }) => {
  const item = openItem(memory, random);
  return (
    item && onAnalysis(item, "postpone", (number) => `/pia due #${number} 2026-03-02 reason:"waits for the vendor"`)
  );
};

/** Rejected, or its risk accepted, by the owner. */
const decide: Dealer = ({ memory, random }) => {
  const item = openItem(memory, random);
  if (item === null) return null;
  item.state = "decided";
  item.open = false;
  const verb = random() < 0.5 ? "reject" : "accept-risk";
  return onAnalysis(item, verb, (number) => `/pia ${verb} #${number} reason:"a restart mends it"`);
};

const closeByHand: Dealer = ({ memory, random }) => {
  const item = openItem(memory, random);
  if (item === null) return null;
  item.open = false;
  const reason = random() < 0.7 ? "completed" : "not_planned";
  const body = { state: "closed", state_reason: reason };
  return {
    what: `close ${item.title} as ${reason}`,
    play: (place) => place.act("carol", `PATCH REPO/issues/${place.titled(item.title).number}`, body),
  };
};

const reopen: Dealer = ({ memory, random }) => {
  const item = take(
    memory,
    memory.items.filter(({ open }) => !open),
    random,
  );
  if (item === null) return null;
  item.open = true;
  item.state = "accepted";
  return {
    what: `open ${item.title} again`,
    play: (place) => place.act("carol", `PATCH REPO/issues/${place.titled(item.title).number}`, { state: "open" }),
  };
};

/** Somebody who may not writes a proposal, and a command that is refused. */
const propose: Dealer = ({ memory, random, name }) => {
  const incident = take(
    memory,
    memory.incidents.filter(({ labelled }) => labelled),
    random,
  );
  if (incident === null) return null;
  return {
    what: `propose an item for ${incident.title}`,
    play: (place) =>
      place.say("rita", place.analysisOf(incident.title).number, `/pia add "Proposal ${name}" type:detect`),
  };
};

/** An issue that was there before is put under an analysis by hand. */
const adopt: Dealer = ({ memory, random }) => {
  const incident = take(
    memory,
    memory.incidents.filter(({ labelled }) => labelled),
    random,
  );
  const plain =
    incident &&
    take(
      memory,
      memory.plain.filter(({ used }) => !used),
      random,
    );
  if (incident === null || plain === null) return null;
  plain.used = true;
  return {
    what: `put ${plain.title} under the analysis of ${incident.title}`,
    play: (place) => {
      const parent = place.analysisOf(incident.title).number;
      return place.act("bob", `POST REPO/issues/${parent}/sub_issues`, { sub_issue_id: place.titled(plain.title).id });
    },
  };
};

const assign: Dealer = ({ memory, random }) => {
  const item = openItem(memory, random);
  if (item === null) return null;
  return {
    what: `assign ${item.title} to dan too`,
    play: (place) =>
      place.act("bob", `POST REPO/issues/${place.titled(item.title).number}/assignees`, { assignees: ["dan"] }),
  };
};

/** All of them; those that stand here twice are dealt twice as often. */
export const ITEM_ACTS: readonly Dealer[] = [
  add,
  add,
  add,
  start,
  postpone,
  decide,
  closeByHand,
  closeByHand,
  reopen,
  propose,
  adopt,
  assign,
];
