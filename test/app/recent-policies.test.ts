/** A policy that was read after the work came counts for it; one that was read before never does. */
import { expect, test } from "vitest";
import { openRecentPolicies } from "#app/recent-policies.ts";
import type { PolicyFile } from "#src/facts/repository.ts";
import type { GitHub } from "#src/flow/services.ts";

const SHOP = { owner: "acme", repo: "shop" };
const NOW = 1_800_000_000;

function open() {
  let now = NOW;
  let reads = 0;
  let fault: Error | null = null;
  const readPolicyFile = async (): Promise<PolicyFile> => {
    reads += 1;
    if (fault) throw fault;
    return { path: "p", ref: "main", sha: `sha-${reads}`, text: "" };
  };
  const share = openRecentPolicies(() => now);
  const read = async (since: number, installation = 7, ref?: string) => {
    const github = share({ readPolicyFile } as unknown as GitHub, { installation, since });
    return (await github.readPolicyFile(SHOP, ref))?.sha;
  };
  return { read, at: (time: number) => void (now = time), failing: (error: Error | null) => void (fault = error) };
}

test("work that came before the read began goes by it, for ten seconds", async () => {
  const { read, at } = open();
  at(NOW + 5);
  expect(await read(NOW)).toBe("sha-1");
  at(NOW + 15);
  expect(await read(NOW + 4)).toBe("sha-1");
  at(NOW + 16);
  expect(await read(NOW + 4)).toBe("sha-2");
});

test("work that came in the same second or later reads itself", async () => {
  const { read, at } = open();
  at(NOW + 5);
  expect(await read(NOW)).toBe("sha-1");
  expect(await read(NOW + 5)).toBe("sha-2");
  at(NOW + 6);
  expect(await read(NOW + 6)).toBe("sha-3");
});

test("reads under way are shared too; a failure is everybody's who waited, and the next reads again", async () => {
  const { read, failing } = open();
  failing(new Error("503"));
  const both = await Promise.allSettled([read(NOW - 1), read(NOW - 1)]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  failing(null);
  expect(await Promise.all([read(NOW - 1), read(NOW - 1)])).toEqual(["sha-2", "sha-2"]);
});

test("other installations and other branches have their own", async () => {
  const { read } = open();
  expect([await read(NOW - 1), await read(NOW - 1, 8), await read(NOW - 1, 7, "release")]).toEqual([
    "sha-1",
    "sha-2",
    "sha-3",
  ]);
});
