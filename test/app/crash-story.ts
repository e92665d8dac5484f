/** A small story from an incident to a blocked pull request, to be broken at any point, and how it ends for people. */
import { findMarkers } from "#src/effect/marker.ts";
import type { Hosted, Running } from "./running.ts";

/** One repository of the story. */
export type Shop = ReturnType<Running["open"]>;

/** What people do; what follows from each is the App's. */
export const ACTS: readonly ((shop: Shop) => Promise<unknown>)[] = [
  (shop) => shop.opensIssue("bob", "Payments fail", ["incident", "sev:2", "component:checkout"]),
  async (shop) => {
    const [pia] = await shop.labelled("pia");
    await shop.says("bob", pia!.number, '/pia add "Cap retries" owner:@carol priority:P0 component:checkout');
  },
  (shop) => shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } }),
];

/** Plays the story; people are never struck, only what the App does because of them: `struck` is called before it begins, and after. */
export async function playStory(
  { github }: Hosted,
  shop: Shop,
  struck: { before(act: number): void; settle(): Promise<void>; after(act: number): void },
): Promise<void> {
  for (const [index, act] of ACTS.entries()) {
    github.relay.use({ kind: "hold" });
    await act(shop);
    github.relay.use({ kind: "pass" });
    struck.before(index);
    await github.relay.release();
    await struck.settle();
    struck.after(index);
  }
}

/** Waits until nothing is left to do but what is planned for later, however often it has to be tried. */
export async function settle(app: Running): Promise<void> {
  for (let round = 0; round < 12; round += 1) {
    await app.after(round < 2 ? 2 : 40);
    const text = await (await fetch(`${app.url}/metrics`)).text();
    const ages = [...text.matchAll(/^aftercare_work_oldest_seconds\{.*\} (\d+)$/gm)].map(([, age]) => Number(age));
    if (ages.every((age) => age === 0)) return;
  }
  throw new Error("work was left after twelve rounds");
}

/** What people see in the end, without numbers of repositories and times. */
export async function endingOf(shop: Shop): Promise<unknown> {
  const numbers = [1, 2, 3];
  const issues = await Promise.all(numbers.map((number) => shop.issue(number)));
  const comments = await Promise.all(
    numbers.map(async (number) => (await shop.comments(number)).map(sayComment).toSorted()),
  );
  return {
    issues: issues.map(({ title, state, labels, assignees }) => ({
      title,
      state,
      labels: labels.toSorted(),
      assignees,
    })),
    comments,
    parts: await shop.subIssues(2),
    pias: (await shop.labelled("pia")).length,
    items: (await shop.labelled("remediation")).length,
    check: (await shop.gate(4)).conclusion,
  };
}

function sayComment({ user, body }: { readonly user: { readonly login: string }; readonly body: string }): string {
  return `${user.login}: ${findMarkers(body)
    .map(({ kind }) => kind)
    .join(" ")}`;
}
