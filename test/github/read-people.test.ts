/** Teams and merge groups: who belongs to them, and where a token may not look. */
import { describe, expect, test } from "vitest";
import type { MergeGroupEvent } from "#src/facts/event.ts";
import { api, connect, expectEveryRequest, shop, SHOP } from "./wire.ts";
import { user } from "./answers.ts";

expectEveryRequest();

describe("the members of a team", () => {
  const members = () => api().get("/orgs/acme/teams/sre/members").query({ per_page: 100 });

  test.each(["@acme/sre", "acme/sre"])("named %s are its logins", async (team) => {
    members().reply(200, [user("alice"), user("bob")]);
    expect(await connect().readTeamMembers(team)).toEqual(["alice", "bob"]);
  });

  test.each([403, 404])("are null where the token may not look or there is no such team (%i)", async (status) => {
    members().reply(status, { message: "Resource not accessible by integration" });
    expect(await connect().readTeamMembers("@acme/sre")).toBeNull();
  });

  test("are unknown when GitHub is down", async () => {
    members().reply(500, {});
    await expect(connect().readTeamMembers("@acme/sre")).rejects.toMatchObject({ name: "GitHubUnavailable" });
  });

  test.each(["@alice", "@acme/", "acme/sre/more", ""])("of %j are null without a request", async (team) => {
    expect(await connect().readTeamMembers(team)).toBeNull();
  });
});

describe("the members of a merge group", () => {
  const group = { repository: shop, baseSha: "b".repeat(40), headSha: "c".repeat(40) } as MergeGroupEvent;
  const compare = () => api().get(`${SHOP}/compare/${group.baseSha}...${group.headSha}`);
  const commit = (message: string) => ({ commit: { message } });

  test("are read from merge and squash commits, each once", async () => {
    compare().reply(200, {
      commits: [
        commit("Merge pull request #12 from alice/topic\n\nTitle (#99)"),
        commit("Cap the retries (#13)\n\nFixes (#98)"),
        commit("Work in progress"),
        commit("Cap the retries (#13)"),
      ],
    });
    expect(await connect().listMergeGroupMembers(group)).toEqual([12, 13]);
  });

  test("of a group that is gone are none", async () => {
    compare().reply(404, {});
    expect(await connect().listMergeGroupMembers(group)).toEqual([]);
  });
});
