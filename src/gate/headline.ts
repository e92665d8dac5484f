/** The one thing that a reader has to know of a verdict: the worst component's reason, or what comes before the table. */
import { sayInstant } from "#src/calendar/instant.ts";
import type { Decided } from "./compose-verdict.ts";
import { holdsBack } from "./decide.ts";
import { isUnavailable } from "./facts.ts";
import { foreign } from "./foreign.ts";
import { touchesPolicy } from "./policy-files.ts";
import type { ValidOverride } from "./override.ts";
import type { ComponentVerdict, Verdict } from "./verdict.ts";
import { sayList } from "./voice.ts";

/** The part of a verdict that its first line says. */
export type Headline = Pick<Verdict, "verdict" | "rule" | "fails" | "mode" | "reason" | "todo">;

/** Chooses the headline. */
export function headlineOf(decided: Decided, components: readonly ComponentVerdict[]): Headline {
  return factsUnavailable(decided) ?? brokenPolicy(decided) ?? fromTable(decided, components);
}

function fromTable({ facts, decision, override, touch }: Decided, components: readonly ComponentVerdict[]): Headline {
  const { verdict, rule } = decision;
  const [worst] = components;
  const fails = verdict === "block" && decision.components.some(holdsBack);
  const mode = worst?.mode ?? repositoryMode({ facts });
  if (!worst) {
    const reason = touch.known ? "Nothing open on what this touches." : "Nothing open in this repository.";
    return { verdict, rule, fails, mode, reason, todo: null };
  }
  if (rule === "G9" && override.state === "valid") {
    return { verdict, rule, fails, mode, reason: sayOverride(override, worst), todo: null };
  }
  const guessed = touch.gap !== null && worst.paths.length === 0;
  const reason = [guessed ? touch.gap.split(",")[0] + "." : "", worst.reason, worst.softened ?? ""].filter(Boolean);
  return { verdict, rule, fails, mode, reason: reason.join(" "), todo: verdict === "block" ? worst.todo : null };
}

/** `Override by @x (requested) and @y (approved), reason “…”, until 22 Nov 2026 17:00Z. Would have been: G3 (checkout).` */
function sayOverride(override: ValidOverride, worst: ComponentVerdict): string {
  const approved = override.approvedBy.map((login) => `@${login} (approved)`);
  const who = sayList(
    [`@${override.requestedBy} (${override.breakGlass ? "break-glass, alone" : "requested"})`, ...approved],
    6,
  );
  return `Override by ${who} until ${sayInstant(override.until)}, reason ${foreign(override.reason)}. Would have been: ${worst.rule} (${worst.name}).`;
}

/** Without the listings nothing can be said of any component: then `policy.unknown` decides. */
function factsUnavailable({ facts, standing }: Decided): Headline | null {
  if (!isUnavailable(facts, "records")) return null;
  const holds = standing.policy.unknown === "hold";
  const mode = repositoryMode({ facts });
  return {
    verdict: holds ? "block" : "warn",
    rule: "unavailable",
    fails: holds && mode === "enforce",
    mode,
    reason: "The incidents and items of this repository could not be read, so nobody can tell what is open.",
    todo: "check again in a few minutes (`/pia recheck`)",
  };
}

/** Errors of the policy file fail the pull request that brings them, also in report mode: nobody else would see them. */
function brokenPolicy({ facts, touch }: Decided): Headline | null {
  const { head, path, problems } = facts.policy;
  if (head?.state !== "broken" || problems.length > 0 || !touchesPolicy(facts.policy, touch.paths)) return null;
  const [first, ...others] = head.problems;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  return {
    verdict: "block",
    rule: "config",
    fails: !facts.reportOnly,
    mode: facts.reportOnly ? "report" : "enforce",
    reason: `${first ?? `${path} cannot be read.`}${more}`,
    todo: "mend the file in this pull request",
  };
}

function repositoryMode({ facts }: Pick<Decided, "facts">): "report" | "enforce" {
  const { mode, components } = facts.policy.config;
  const enforces = mode === "enforce" || Object.values(components).some((component) => component.mode === "enforce");
  return enforces && !facts.reportOnly ? "enforce" : "report";
}
