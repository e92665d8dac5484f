/** What people do with code: pull requests, their links to items, and the policy. */
import type { Dealer } from "./acts.ts";
import { type Component, keep, type PullMemory, STANDS_STILL, take, takeOnce } from "./memory.ts";
import { policyText } from "./world.ts";

const PATHS: Readonly<Record<Component | "docs", string>> = {
  checkout: "services/checkout",
  search: "services/search",
  docs: "docs",
};

/** Opens one; half of them close an item by their words. */
const open: Dealer = ({ memory, random, name }) => {
  const component = random() < 0.7 ? "checkout" : "search";
  const items = memory.items.filter((item) => item.open && item.component === component);
  const fixes = random() < 0.4 ? take(memory, items, random) : null;
  const isDocs = random() < 0.15;
  const pull: PullMemory = { title: `Change ${name}`, branch: `change-${name}`, component, fixes, state: "open" };
  keep(memory, memory.pulls, pull);
  const files = { [`${PATHS[isDocs ? "docs" : component]}/${name}.md`]: "1\n" };
  return {
    what: `open ${pull.title}${fixes ? ` for ${fixes.title}` : ""}`,
    play: (place) => {
      place.github.push(place.name, { branch: pull.branch, files, login: "carol", from: "main" });
      const body = fixes ? `Fixes #${place.titled(fixes.title).number}` : "No item.";
      return place.act("carol", "POST REPO/pulls", { title: pull.title, body, head: pull.branch, base: "main" });
    },
  };
};

const pushMore: Dealer = ({ memory, random, name }) => {
  const pull = take(
    memory,
    memory.pulls.filter(({ state }) => state === "open"),
    random,
  );
  if (pull === null) return null;
  const path = PATHS[random() < 0.5 ? "checkout" : "search"];
  return {
    what: `push to ${pull.title}`,
    play: async (place) =>
      place.github.push(place.name, { branch: pull.branch, files: { [`${path}/${name}.ts`]: "2\n" }, login: "carol" }),
  };
};

const merge: Dealer = ({ memory, random }) => {
  const free = memory.pulls.filter(({ state, fixes }) => state === "open" && !(fixes && memory.touched.has(fixes)));
  const pull = take(memory, free, random);
  if (pull === null) return null;
  pull.state = "merged";
  if (pull.fixes) {
    memory.touched.add(pull.fixes);
    pull.fixes.open = false;
  }
  return {
    what: `merge ${pull.title}`,
    play: (place) => place.act("max", `PUT REPO/pulls/${place.titled(pull.title).number}/merge`, {}),
  };
};

const closeOrReopen: Dealer = ({ memory, random }) => {
  const pull = take(
    memory,
    memory.pulls.filter(({ state }) => state !== "merged"),
    random,
  );
  if (pull === null) return null;
  pull.state = pull.state === "open" ? "closed" : "open";
  const { state } = pull;
  return {
    what: `set ${pull.title} to ${state}`,
    play: (place) => place.act("carol", `PATCH REPO/pulls/${place.titled(pull.title).number}`, { state }),
  };
};

/** An override is logged on what holds back at that moment: nothing else of the wave may change that. */
const override: Dealer = ({ memory, random }) => {
  if (memory.touched.size > 0) return null;
  const pull = take(
    memory,
    memory.pulls.filter(({ state }) => state === "open"),
    random,
  );
  if (pull === null) return null;
  memory.touched.add(STANDS_STILL);
  return {
    what: `override the gate on ${pull.title}`,
    play: (place) =>
      place.say("max", place.titled(pull.title).number, '/pia override reason:"the customer waits" expires:48h'),
  };
};

/** The policy changes on the default branch: search moves to other paths and back, the gate only reports for a while. */
const changePolicy: Dealer = ({ memory, random, name }) => {
  if (!takeOnce(memory, "policy")) return null;
  const mode = random() < 0.3 ? "report" : "enforce";
  const search = random() < 0.5 ? "services/search" : "services/checkout";
  const files = { ".github/aftercare.yml": `${policyText(mode, search)}# ${name}\n` };
  return {
    what: `push a policy: ${mode}, search in ${search}`,
    play: async (place) => place.github.push(place.name, { branch: "main", files, login: "max" }),
  };
};

/** All of them; those that stand here twice are dealt twice as often. */
export const CODE_ACTS: readonly Dealer[] = [
  open,
  open,
  open,
  pushMore,
  merge,
  closeOrReopen,
  override,
  override,
  override,
  changePolicy,
];
