/** The yardstick: Probot with a handler that does nothing, behind Node's own server. Run as a process of its own. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createNodeMiddleware, createProbot, type Probot } from "probot";

const probot = createProbot({
  overrides: {
    appId: 1,
    privateKey: process.env["PRIVATE_KEY"]!,
    secret: process.env["WEBHOOK_SECRET"]!,
    logLevel: "silent" as "fatal",
  },
});
const nothing = (app: Probot): void => {
  app.on("issues", () => {});
};
const middleware = await createNodeMiddleware(nothing, { probot, webhooksPath: "/api/github/webhooks" });
const server = createServer((request, response) => void middleware(request, response));
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once("SIGTERM", () => process.exit(0));
