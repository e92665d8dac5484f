/** The Action's entry: everything happens in `run`. */
import { run } from "./run.ts";

process.exitCode = await run(process.env);
