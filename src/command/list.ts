/** THE list of slash commands: one line each. Help and the reference follow its order. */
import type { Command } from "./command.ts";
import { acceptRiskCommand } from "./commands/accept-risk.ts";
import { acceptCommand } from "./commands/accept.ts";
import { addCommand } from "./commands/add.ts";
import { approveCommand } from "./commands/approve.ts";
import { becauseCommand } from "./commands/because.ts";
import { confirmCommand } from "./commands/confirm.ts";
import { decidedCommand } from "./commands/decided.ts";
import { declareCommand } from "./commands/declare.ts";
import { doneCommand } from "./commands/done.ts";
import { dueCommand } from "./commands/due.ts";
import { editCommand } from "./commands/edit.ts";
import { explainCommand } from "./commands/explain.ts";
import { externalCommand } from "./commands/external.ts";
import { graphCommand } from "./commands/graph.ts";
import { heldCommand } from "./commands/held.ts";
import { helpCommand } from "./commands/help.ts";
import { impactCommand } from "./commands/impact.ts";
import { linkCommand } from "./commands/link.ts";
import { momentCommands } from "./commands/moments.ts";
import { noteCommand } from "./commands/note.ts";
import { overrideCommand } from "./commands/override.ts";
import { pauseCommand } from "./commands/pause.ts";
import { publishCommand } from "./commands/publish.ts";
import { recheckCommand } from "./commands/recheck.ts";
import { rejectCommand } from "./commands/reject.ts";
import { resumeCommand } from "./commands/resume.ts";
import { reviewCommand } from "./commands/review.ts";
import { reviewedCommand } from "./commands/reviewed.ts";
import { snoozeCommand } from "./commands/snooze.ts";
import { starCommand, unstarCommand } from "./commands/star.ts";
import { startCommand } from "./commands/start.ts";
import { statusCommand } from "./commands/status.ts";
import { verifyCommand } from "./commands/verify.ts";
import type { CommandNames } from "./parse.ts";

const BEFORE_HELP: readonly Command[] = [
  declareCommand,
  confirmCommand,
  ...momentCommands,
  impactCommand,
  noteCommand,
  graphCommand,
  starCommand,
  unstarCommand,
  addCommand,
  linkCommand,
  editCommand,
  acceptCommand,
  startCommand,
  doneCommand,
  rejectCommand,
  acceptRiskCommand,
  dueCommand,
  snoozeCommand,
  verifyCommand,
  reviewCommand,
  heldCommand,
  decidedCommand,
  reviewedCommand,
  publishCommand,
  becauseCommand,
  externalCommand,
  explainCommand,
  recheckCommand,
  overrideCommand,
  approveCommand,
  pauseCommand,
  resumeCommand,
  statusCommand,
];

/** Every command that `/pia` knows. */
export const COMMANDS: readonly Command[] = [...BEFORE_HELP, helpCommand(BEFORE_HELP)];

/** Names and other spellings, for the parser. */
export const COMMAND_NAMES: CommandNames = new Map(
  COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases].map((word): [string, string] => [word, name])),
);
