/** The schema of `.github/aftercare.yml`, joined from the schemas of the modules. The reference in docs/ is generated from it. */
import { z } from "zod";
import { componentsSchema } from "#src/component/component-schema.ts";
import { policySchema } from "#src/gate/policy-schema.ts";

const labels = z.strictObject({
  umbrella: z.string().default("aftercare").describe("Stands on everything that the gate reads"),
  incident: z.array(z.string()).min(1).default(["incident"]).describe("Any of these makes an issue an incident"),
  near_miss: z.string().default("near-miss"),
  pia: z.string().default("pia"),
  remediation: z.string().default("remediation"),
  component: z.string().default("component:").describe("Prefix"),
  severity: z.string().default("sev:").describe("Prefix"),
  priority: z.string().default("priority:").describe("Prefix"),
  cause: z
    .string()
    .default("cause:")
    .describe("Prefix of labels on incidents that name a cause, such as `cause:certificate`"),
});

const review = z.strictObject({
  within: z
    .string()
    .regex(/^\d+[hd]$/)
    .default("48h")
    .describe("Review due this long after the incident is mitigated, in business hours' days"),
  hours: z
    .string()
    .regex(/^\d{2}:\d{2}-\d{2}:\d{2}$/)
    .default("09:00-17:00"),
  holidays: z.array(z.iso.date()).default([]),
  invite: z
    .array(z.string())
    .default([])
    .describe("People or teams to invite to every review, e.g. QA, support, product"),
  private: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("Whom to tell privately what was left out: a name, a mail address, or a link, shown on every analysis"),
});

const digest = z.strictObject({
  enabled: z.boolean().default(true),
  weekday: z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]).default("monday"),
});

const days = z.string().regex(/^\d{1,3}d$/);

const followUp = z.strictObject({
  reminders: z.boolean().default(true).describe("Remind on the item's issue, within `review.hours` on working days"),
  remind_before: days.default("2d").describe("The first reminder comes so many days before the due day"),
  escalate_after: days.default("7d").describe("This long after the due day the owners of the component are told, once"),
  verify_after: z
    .partialRecord(z.enum(["P0", "P1", "P2", "P3"]), days)
    .default({ P0: "14d", P1: "14d", P2: "30d", P3: "30d" })
    .describe("This long after an item is done we ask, once, how one can see that it works; no priority = P1"),
});

/** The whole file. An empty file and no file at all mean the same: every key has a default. */
export const configSchema = z.strictObject({
  version: z.literal(1).default(1),
  mode: z
    .enum(["report", "enforce"])
    .default("report")
    .describe("`report` evaluates and never fails; `enforce` holds merges back"),
  writer: z.enum(["app", "action"]).default("app").describe("Exactly one face writes in a repository"),
  app: z.string().default("aftercare").describe("The App's slug; issues by `<app>[bot]` are trusted"),
  timezone: z.string().default("UTC").describe("IANA zone for days, due dates and `HH:MM` times"),
  single_maintainer: z.boolean().default(false).describe("One person may accept, review and merge their own work"),
  labels: labels.prefault({}),
  components: componentsSchema,
  policy: policySchema.prefault({}),
  review: review.prefault({}),
  follow_up: followUp.prefault({}),
  digest: digest.prefault({}),
});

/** The configuration with all defaults filled in. */
export type Config = z.infer<typeof configSchema>;
