/** `HEALTHCHECK` of the image: exit code 0 when the App in this container answers, 1 when not. */
const port = process.env["PORT"] ?? "3000";
const answered = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4_000) }).then(
  (response) => response.ok,
  () => false,
);
process.exitCode = answered ? 0 : 1;
