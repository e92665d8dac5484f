/** The real Probot against the stand-in: JWT, installation token, signed webhooks and writes, with the clocks apart. */
import { Probot, ProbotOctokit, Server } from "probot";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type Acme, startAcme } from "./acme.ts";

const observe = strictObserver();
const log = pino({ level: "silent" });
let acme: Acme;
let server: Server;

beforeEach(async () => {
  acme = await startAcme({ observe });
  const { github, app } = acme;
  const Octokit = ProbotOctokit.defaults((options: object) => ({
    ...options,
    throttle: { enabled: false },
    retry: { enabled: false },
  }));
  const Bot = Probot.defaults({
    appId: app.appId,
    privateKey: app.privateKey,
    secret: app.secret,
    baseUrl: github.url,
    Octokit,
    log,
  });
  server = new Server({ host: "127.0.0.1", port: 0, Probot: Bot, log });
  await server.load((probot) => {
    probot.on("issues.labeled", async ({ payload, octokit }) => {
      const { owner, name } = payload.repository;
      await octokit.rest.issues.createComment({
        owner: owner.login,
        repo: name,
        issue_number: payload.issue.number,
        body: "Seen.",
      });
    });
  });
  const listening = await server.start();
  const address = listening.address();
  app.webhookUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/api/github/webhooks`;
});
afterEach(async () => {
  await acme.github.stop();
  await server.stop();
});

test("a label put on by a person makes the App comment, although the machine's clock is not the stand-in's", async () => {
  const { github, bob } = acme;
  await bob("POST /repos/acme/shop/issues", { title: "Down", labels: ["incident"] });
  await github.settled();
  expect(
    github
      .deliveries()
      .filter((row) => row.event === "issues")
      .map((row) => row.status),
  ).toEqual(["OK", "OK"]);
  expect((await bob("GET /repos/acme/shop/issues/1/comments")).body).toMatchObject([
    { body: "Seen.", user: { login: "aftercare[bot]" } },
  ]);
  expect(github.requests()["POST /app/installations/{installation_id}/access_tokens"]).toBeGreaterThanOrEqual(1);
  observe.assertClean();
});

test("a delivery with a wrong signature is refused by Probot, and the log says so", async () => {
  const { github, installation } = acme;
  const app = github.state.apps.get(installation.appId);
  if (app !== undefined) app.webhookSecret = "another";
  await acme.bob("POST /repos/acme/shop/issues", { title: "Down", labels: ["incident"] });
  await github.settled();
  expect(github.deliveries().at(-1)).toMatchObject({ statusCode: 400 });
});
