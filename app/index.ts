/** `npm start`: the App, until SIGTERM or SIGINT. */
import { readEnvironment } from "./environment.ts";
import { startApp } from "./start.ts";

const read = readEnvironment(process.env);
if (!read.ok) {
  process.stderr.write(`Aftercare cannot start:\n${read.problems.map((problem) => `  ${problem}`).join("\n")}\n`);
  process.exit(2);
}
const app = await startApp(read.environment).catch((error: unknown) => {
  process.stderr.write(`Aftercare cannot start: ${error instanceof Error ? error.message : "unknown failure"}\n`);
  process.exit(2);
});
// Whoever does not want to wait for the hour.
process.on("SIGUSR2", () => void app.tick());
const stop = () => void app.stop().then(() => process.exit(0));
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
// Who reads this may send signals at once.
process.stdout.write(`Aftercare is listening on ${app.url}\n`);
// What was sent while nobody listened.
void app.recover();
