/** Uses every operation around Apps, installations, webhooks' deliveries, people and organisations once. */
import { apiClient } from "#test/support/github/api-client.ts";
import { expecting, type Stage } from "./stage.ts";

/** The App's own view: itself, its installations, tokens and deliveries. */
export async function driveApps({ github, asApp, alice, repo, installation, app }: Stage): Promise<void> {
  await alice(`POST ${repo}/issues`, { title: "Something to deliver" });
  await github.settled();
  await asApp("GET /app");
  await alice(`GET /apps/${app.slug}`);
  await asApp("GET /app/installations");
  for (const path of [`/app/installations/${installation.id}`, "/orgs/acme/installation", "/users/acme/installation"])
    await asApp(`GET ${path}`);
  await asApp(`GET ${repo}/installation`);
  const { token } = await asApp(`POST /app/installations/${installation.id}/access_tokens`, {
    repositories: ["shop"],
    permissions: { issues: "write" },
  });
  const narrow = expecting(apiClient(github.url, token));
  await narrow("GET /installation/repositories");
  await narrow("DELETE /installation/token");
  await asApp("PATCH /app/hook/config", { url: "http://127.0.0.1:9/hook", content_type: "json", secret: "other" });
  await asApp("GET /app/hook/config");
  const deliveries = await asApp("GET /app/hook/deliveries?per_page=100");
  await asApp(`GET /app/hook/deliveries/${deliveries[0].id}`);
  await asApp(`POST /app/hook/deliveries/${deliveries[0].id}/attempts`);
  await github.settled();
  github.addRepository({ owner: "acme", name: "more" });
  await driveInstallation({ github, installation });
  await asApp(`PUT /app/installations/${installation.id}/suspended`);
  await asApp(`DELETE /app/installations/${installation.id}/suspended`);
  await asApp(`DELETE /app/installations/${installation.id}`);
}

async function driveInstallation({ github, installation }: Pick<Stage, "github" | "installation">): Promise<void> {
  github.removeFromInstallation(installation, ["more"]);
  github.addToInstallation(installation, ["more"]);
  github.acceptPermissions(installation, { ...installation.permissions, actions: "read" });
  const issue = github.repository("acme/shop").issues.size;
  github.transferIssue({ repository: "acme/shop", number: issue, to: "acme/more" });
  github.deleteIssue({ repository: "acme/more", number: 1 });
  await github.settled();
}

/** Signing in, and making an App from a manifest, as a browser does. */
export async function driveSignIn({ github, app }: Stage): Promise<void> {
  github.state.browser.login = "alice";
  const visit = async (path: string, form?: Readonly<Record<string, string>>): Promise<URL> => {
    const body = form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) };
    const response = await fetch(github.url + path, { redirect: "manual", ...body });
    return new URL(response.headers.get("location") ?? `missing:${response.status}`);
  };
  const back = await visit(
    `/login/oauth/authorize?client_id=${app.clientId}&state=s&redirect_uri=http://127.0.0.1:9/back`,
  );
  const form = { client_id: app.clientId, client_secret: app.clientSecret, code: back.searchParams.get("code") ?? "" };
  const exchanged = await fetch(`${github.url}/login/oauth/access_token`, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(form),
  });
  const { access_token: token } = JSON.parse(await exchanged.text());
  const signedIn = expecting(apiClient(github.url, token));
  const { installations } = await signedIn("GET /user/installations");
  await signedIn(`GET /user/installations/${installations[0].id}/repositories`);
  const manifest = JSON.stringify({
    name: "Another",
    url: "https://aftercare.example.org",
    hook_attributes: { url: "http://127.0.0.1:9/hook" },
    redirect_url: "http://127.0.0.1:9/made",
    default_permissions: { issues: "write" },
    default_events: ["issues"],
  });
  await visit("/settings/apps/new?state=s", { manifest });
  const made = await visit("/organizations/acme/settings/apps/new?state=s", { manifest });
  await expecting(apiClient(github.url))(`POST /app-manifests/${made.searchParams.get("code")}/conversions`);
}

/** People, organisations, teams, collaborators, the repository itself. */
export async function drivePeople({ github, alice, bot, repo }: Stage): Promise<void> {
  for (const path of ["/user", "/user/orgs", "/users/bob", "/users/aftercare%5Bbot%5D", "/rate_limit", "/meta"])
    await alice(`GET ${path}`);
  for (const path of ["", "/members", "/members/bob", "/memberships/bob", "/teams"])
    await alice(`GET /orgs/acme${path}`);
  for (const path of ["", "/members", "/memberships/alice", "/repos"])
    await alice(`GET /orgs/acme/teams/owners${path}`);
  github.addUser("carol");
  await alice(`PUT ${repo}/collaborators/carol`, { permission: "push" });
  await alice(`PUT ${repo}/collaborators/carol`, { permission: "admin" });
  await alice(`GET ${repo}/collaborators`);
  await alice(`GET ${repo}/collaborators/bob`);
  await bot(`GET ${repo}/collaborators/bob/permission`);
  await bot(`GET ${repo}/collaborators/aftercare%5Bbot%5D/permission`);
  await alice(`DELETE ${repo}/collaborators/bob`);
  await alice(`GET ${repo}/teams`);
  await alice(`POST ${repo}/forks`, {});
  await alice(`GET ${repo}/forks`);
  await alice(`GET ${repo}`);
  await bot(`GET ${repo}`);
  await alice(`PATCH ${repo}`, { description: "A shop", archived: true });
  await alice(`PATCH ${repo}`, { archived: false });
  github.changeRepository("acme/shop", { name: "store", private: true });
  await alice("GET /repos/acme/store");
  await alice("DELETE /repos/acme/store");
  await github.settled();
}
