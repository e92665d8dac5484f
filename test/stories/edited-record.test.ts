/** Somebody with write permission edits or removes our record of an incident: what lets more through the gate without the right is put back. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "#test/flow/stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

interface Told extends Shop {
  readonly incident: number;
  readonly pia: number;
  readonly item: number;
}

/** An incident of checkout (owner: bob) that needs an analysis, with everything stated; the stage begins on 5 January 2026, 09:00Z. */
async function told(): Promise<Told> {
  const shop = stage.open({ config: PLAIN });
  const made = await shop.declares();
  await shop.says("bob", made.pia, "/pia started 2026-01-05T07:00:00Z\n/pia mitigated 2026-01-05T08:00:00Z");
  await shop.says("bob", made.pia, "/pia impact checkout 50% 2026-01-05T07:00:00Z..2026-01-05T08:00:00Z");
  const theirs = await shop.opensIssue("carol", "Alert on retries");
  await shop.says("bob", made.pia, `/pia link #${theirs} priority:P0 due:2026-02-01 type:prevent`);
  return { ...shop, ...made, item: theirs };
}

async function recordOf(shop: Told) {
  const comments = await shop.comments(shop.pia);
  return comments.find(({ body, user }) => body.includes("aftercare:record -->") && user.login === "aftercare[bot]")!;
}

async function edits(shop: Told, login: string, change: (body: string) => string): Promise<string> {
  const { id, body } = await recordOf(shop);
  const next = change(body);
  expect(next).not.toBe(body);
  await shop.does(login, `PATCH REPO/issues/comments/${id}`, { body: next });
  return (await recordOf(shop)).body;
}

/** The tables without the audited log, to which putting back adds nothing. */
const tables = (body: string) => body.match(/^\|.*\|$/gm);
const putBack = (shop: Told) => shop.marked(shop.pia, "put-back");

const LOOSENING: readonly (readonly [string, string, (body: string, shop: Told) => string])[] = [
  [
    "that nobody confirmed it",
    "confirmed",
    (body) => body.replace(/\| confirmed \| yes .*\|/, "| confirmed | no | | | |"),
  ],
  [
    "a confirmation that nobody can read",
    "confirmed",
    (body) => body.replace("| confirmed | yes", "| confirmed | yess"),
  ],
  [
    "that the cause lies outside",
    "external",
    (body) => body.replace(/\| external \| no .*\|/, "| external | yes | bob | 2026-01-05 08:00Z | the provider |"),
  ],
  [
    "a review that nobody made",
    "reviewed",
    (body) => body.replace(/\| reviewed \| no .*\|/, "| reviewed | yes | dan | 2026-01-05 08:00Z | |"),
  ],
  ["a later review", "review due", (body) => body.replace(/\| review due \| [\d-]+/, "| review due | 2027-01-01")],
  [
    "a later beginning",
    "started",
    (body) => body.replace("| started | 2026-01-05 07:00Z", "| started | 2026-01-05 07:50Z"),
  ],
  [
    "an earlier end",
    "mitigated",
    (body) => body.replace("| mitigated | 2026-01-05 08:00Z", "| mitigated | 2026-01-05 07:10Z"),
  ],
  [
    "that it lasts again",
    "mitigated",
    (body) => body.replace("| mitigated | 2026-01-05 08:00Z", "| mitigated | 2099-01-01 08:00Z"),
  ],
  ["a smaller impact", "impact on checkout", (body) => body.replace("| checkout | 50%", "| checkout | 1%")],
  [
    "an adopted item less",
    "#",
    (body, { item }) => body.replace(new RegExp(`^\\| acme/[\\w-]+#${item} .*\\n`, "gm"), ""),
  ],
  [
    "an adopted item that is settled",
    "#",
    (body) =>
      body
        .replace("| Adopted item | Accepted |", "| Adopted item | Last seen |")
        .replace(/(#\d+ \| )@.?bob, [^|]* \| 2026-02-01/, "$1done | 2026-02-01"),
  ],
  ["a kept item of another component", "#", (body) => body.replace(/(#\d+ \| .*\| )checkout( \|)/, "$1search$2")],
  [
    "a log without its lines",
    "log",
    (body) => body.replace(/^\| \d{4}-\d\d-\d\d \d\d:\d\dZ \| bob \| .*linked and accepted.*\n/m, ""),
  ],
];

describe("a writer who owns nothing writes into the record", () => {
  test.each(LOOSENING)("%s: it is put back with a word", async (_, name, change) => {
    const shop = await told();
    const before = (await recordOf(shop)).body;
    const after = await edits(shop, "carol", (body) => change(body, shop));
    expect(tables(after)).toEqual(tables(before));
    expect(await putBack(shop)).toEqual([expect.stringMatching(/@\u200Bcarol changed [\s\S]*an owner of checkout/)]);
    expect((await putBack(shop))[0]).toContain(name);
  });

  test.each(LOOSENING.slice(0, 9))("%s: an owner's edit stands, and is logged", async (_, name, change) => {
    const shop = await told();
    const after = await edits(shop, "bob", (body) => change(body, shop));
    expect(await putBack(shop)).toEqual([]);
    expect(after).toContain(`| bob | changed here by hand: ${name} |`);
  });
});

describe("the rest of an edit", () => {
  test("stands: what tightens, what nobody decides by, and what people wrote below", async () => {
    const shop = await told();
    const after = await edits(
      shop,
      "carol",
      (body) =>
        `${body
          .replace("| started | 2026-01-05 07:00Z", "| started | 2026-01-05 06:30Z")
          .replace("| external | no | | | |", "| external | yes | bob | 2026-01-05 08:00Z | x |")
          .replace(/\| external \| no .*\|/, "| external | yes | bob | 2026-01-05 08:00Z | x |")}\n\nSeen on the call.`,
    );
    expect(after).toContain("| started | 2026-01-05 06:30Z");
    expect(after).toContain("| external | no |");
    expect(after).toMatch(/Seen on the call\.$/);
    expect(await putBack(shop)).toEqual([expect.stringContaining("changed external in")]);
  });

  test("whoever reviewed it may write so, unless they lead the analysis", async () => {
    const shop = await told();
    const review = (by: string) => (body: string) =>
      body.replace(/\| reviewed \| no .*\|/, `| reviewed | yes | ${by} | 2026-01-05 08:00Z | |`);
    expect(await edits(shop, "carol", review("carol"))).toContain("| reviewed | yes | carol");
    expect(await putBack(shop)).toEqual([]);
  });

  test("told twice is put back once, and a change that somebody made since is left alone", async () => {
    const shop = await told();
    const { id, body } = await recordOf(shop);
    await shop.only("carol", `PATCH REPO/issues/comments/${id}`, {
      body: body.replace("| mitigated | 2026-01-05 08:00Z", "| mitigated | 2026-01-05 07:10Z"),
    });
    const events = shop.takeEvents();
    await shop.handle([...events, ...events]);
    await shop.quiet();
    expect((await recordOf(shop)).body).toContain("| mitigated | 2026-01-05 08:00Z");
    await shop.says("bob", shop.pia, '/pia mitigated 2026-01-05T07:40:00Z reason:"the graph says so"');
    await shop.handle(events);
    expect((await recordOf(shop)).body).toContain("| mitigated | 2026-01-05 07:40Z");
    expect(await putBack(shop)).toHaveLength(1);
  });

  test("a workflow that edits the record is a writer like any other", async () => {
    const shop = await told();
    const { id, body } = await recordOf(shop);
    const answer = await fetch(`${shop.github.url}/repos/${shop.name}/issues/comments/${id}`, {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${shop.github.actionsToken(shop.name)}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ body: body.replace(/\| confirmed \| yes .*\|/, "| confirmed | no | | | |") }),
    });
    expect(answer.status).toBe(200);
    await shop.quiet();
    expect((await recordOf(shop)).body).toContain("| confirmed | yes | bob");
  });
});

describe("a record that is removed", () => {
  const PULL = { branch: "gift", files: { "services/checkout/gift.ts": "1\n" } };

  test.each(["carol", "bob"])("by %s is written again as it was, and what it holds back stays held", async (login) => {
    const shop = await told();
    const pull = await shop.opensPull(PULL);
    const { id, body } = await recordOf(shop);
    await shop.does(login, `DELETE REPO/issues/comments/${id}`);
    expect(tables((await recordOf(shop)).body)).toEqual(tables(body));
    expect(await putBack(shop)).toEqual([expect.stringContaining(`@\u200B${login} removed the comment`)]);
    expect((await shop.gate(pull)).conclusion).toBe("failure");
  });

  test("by taking our marker out of it is written again; one that a workflow pretends to be is not believed", async () => {
    const shop = await told();
    const pull = await shop.opensPull(PULL);
    const { id, body } = await recordOf(shop);
    const forged = body.replace(/\| confirmed \| yes .*\|/, "| confirmed | no | | | |");
    await fetch(`${shop.github.url}/repos/${shop.name}/issues/${shop.pia}/comments`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${shop.github.actionsToken(shop.name)}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ body: forged }),
    });
    await shop.does("carol", `PATCH REPO/issues/comments/${id}`, { body: "Nothing here." });
    expect(tables((await recordOf(shop)).body)).toEqual(tables(body));
    expect((await shop.gate(pull)).conclusion).toBe("failure");
  });
});
