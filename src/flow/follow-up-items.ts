/** What time asks of items: a reminder when a date comes or has passed, how one can see that it works when it is done, and a second look when it happened again. */
import type { Config } from "#src/config/schema.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { evidenceQuestion, isEvidenceDue } from "#src/remediation/evidence.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { QUIET, quietComment, reminderComments } from "#src/remediation/reminder-comment.ts";
import { reminderOf, type ReminderTerms } from "#src/remediation/reminder.ts";
import { changeItems, type WantedChange } from "./change-items.ts";
import { type AlertsLooked, broughtAlerts, broughtIncidents } from "./brought-by-fixes.ts";
import { disprovenByRecurrence } from "./disproven-by-recurrence.ts";
import { hoursOf } from "./hours-of.ts";
import { recheckRepository } from "./recheck.ts";
import type { Services } from "./services.ts";
import type { RepositoryView } from "./view-repository.ts";

/** A repository that is new to us may have many: the others wait for the next sweep, so that nobody finds a flood. */
const MOST_AT_ONCE = 10;

/** Says what is due to be said. What was said stands in each item's block, so that nothing is read when nothing is due. */
export async function followUpItems(services: Services, view: RepositoryView): Promise<void> {
  const { config } = view.policy;
  const terms: ReminderTerms = { now: view.now, hours: hoursOf(config), config };
  const alerts = await broughtAlerts(services, view, terms);
  const disproven = once([
    ...disprovenByRecurrence(view),
    ...alerts.wanted,
    ...(await broughtIncidents(services, view)),
  ]);
  const others = view.records.items.filter((item) => !disproven.some((one) => sameIssue(one.item.issue, item.issue)));
  const asked = others.flatMap((item) => reminding(item, terms, config) ?? asking(item, terms, alerts) ?? []);
  const wanted = [...disproven, ...asked].slice(0, MOST_AT_ONCE);
  if (wanted.length > 0) await changeItems(services, view, wanted);
  if (disproven.length > 0) await recheckRepository(services, view.repository);
}

/** Each item by the first fact; the next sweep sees whether another is left. */
function once(wanted: readonly WantedChange[]): readonly WantedChange[] {
  return wanted.filter(({ item }, index) => wanted.findIndex((one) => sameIssue(one.item.issue, item.issue)) === index);
}

function reminding(
  item: RemediationItem,
  terms: ReminderTerms,
  config: Pick<Config, "components">,
): WantedChange | null {
  if (item.id === null) return null;
  const reminder = reminderOf(item, terms);
  const key = reminder?.key ?? (item.reminded === null ? null : QUIET);
  if (key === null || key === item.reminded) return null;
  const says = reminder ? reminderComments(item, reminder, config) : [quietComment(item)];
  return { item, change: { block: { reminded: key } }, says, log: null };
}

function asking(item: RemediationItem, terms: ReminderTerms, { refused }: AlertsLooked): WantedChange | null {
  if (item.id === null || !isEvidenceDue(item, terms)) return null;
  return { item, change: { block: { evidenceAsked: terms.now } }, says: [evidenceQuestion(item, refused)], log: null };
}
