/** `aftercare work`: the work that nothing helped, for a person to look at and to send through again. */
import type { Command } from "commander";
import { UsageError, type Terminal } from "#cli/command.ts";
import { withStore } from "#cli/database.ts";
import { formatInstant } from "#src/calendar/instant.ts";
import { listParkedWork, replayWork } from "#src/queue/parked-work.ts";
import type { WorkItem, WorkTables } from "#src/queue/work.ts";

/** Adds the subcommands `list` and `replay`. */
export function define(command: Command, terminal: Terminal): void {
  command
    .command("list")
    .summary("the parked rows, with the reason of the last failure")
    .description(
      "Lists the parked rows of the database that DATABASE_URL or DATA_DIR names. Exit code 1 when there are any.",
    )
    .option("--json", "one JSON object a row, without payloads")
    .action((options: { readonly json?: boolean }) => list(terminal, options.json === true));
  command
    .command("replay")
    .summary("sends parked rows through again")
    .description("Sends parked rows through again from their first attempt; a running App takes them within seconds.")
    .argument("[seq...]", "numbers of the rows, as `list` shows them")
    .option("--all", "every parked row")
    .action((seqs: readonly string[], options: { readonly all?: boolean }) =>
      replay(terminal, chosen(seqs, options.all === true)),
    );
}

async function list(terminal: Terminal, json: boolean): Promise<void> {
  const rows = await withStore<WorkTables, readonly WorkItem[]>(terminal, ({ db }) => listParkedWork(db));
  if (rows.length === 0) return terminal.error("Nothing is parked.");
  for (const row of rows) terminal.out(json ? JSON.stringify(describe(row)) : sayRow(row));
  terminal.exit(1);
}

async function replay(terminal: Terminal, seqs: readonly number[] | null): Promise<void> {
  const count = await withStore<WorkTables, number>(terminal, ({ db }) => replayWork(db, seqs, terminal.now()));
  terminal.out(`${count} sent through again`);
  if (seqs !== null && count < seqs.length) {
    terminal.error(`${seqs.length - count} of the rows named are not parked`);
    terminal.exit(1);
  }
}

function chosen(seqs: readonly string[], all: boolean): readonly number[] | null {
  if (all === seqs.length > 0) throw new UsageError("name the rows to replay, or --all");
  if (all) return null;
  const wrong = seqs.find((seq) => !/^[1-9]\d{0,14}$/.test(seq));
  if (wrong !== undefined)
    throw new UsageError(`${wrong}: a row is named by its number, as \`aftercare work list\` shows it`);
  return seqs.map(Number);
}

function describe(row: WorkItem) {
  const { seq, kind, key, dedupe: delivery, installation, attempts, error } = row;
  return { seq, kind, key, delivery, installation, attempts, receivedAt: formatInstant(row.received_at), error };
}

function sayRow(row: WorkItem): string {
  const { seq, kind, key, receivedAt, error } = describe(row);
  return `${seq}\t${receivedAt}\t${kind}\t${key}\t${error ?? ""}`;
}
