/** What the usual metrics of an incident mean here, because vendors differ; and under which names authors state them. */

/** The moments that metrics are measured between. */
export type ReportMoment = "started" | "detected" | "acknowledged" | "declared" | "mitigated" | "resolved";

/** One metric with its definition. */
export interface MetricDefinition {
  readonly key: "detect" | "acknowledge" | "mitigate" | "repair" | "resolve" | "impact";
  readonly title: string;
  readonly from: ReportMoment;
  readonly to: ReportMoment;
  readonly definition: string;
  /** How authors name it, as the source of a regular expression. */
  readonly names: string;
}

/** All metrics. Where nobody states when it started, those from the start are counted from detection and say so. */
export const METRICS: readonly MetricDefinition[] = [
  {
    key: "detect",
    title: "Time to detect",
    from: "started",
    to: "detected",
    definition: "from the start of the impact until it was detected",
    names: "time[ -]to[ -]detect(?:ion)?|m?ttd|detection (?:time|delay)",
  },
  {
    key: "acknowledge",
    title: "Time to acknowledge",
    from: "detected",
    to: "acknowledged",
    definition: "from detection until somebody began to work on it",
    names: "time[ -]to[ -](?:acknowledge(?:ment)?|engage(?:ment)?|respond|response)|m?tta",
  },
  {
    key: "mitigate",
    title: "Time to mitigate",
    from: "started",
    to: "mitigated",
    definition: "from the start of the impact until users no longer felt it",
    names: "time[ -]to[ -](?:mitigat(?:e|ion)|recover(?:y)?|restor(?:e|ation))|m?ttm",
  },
  {
    key: "repair",
    title: "Time to repair",
    from: "detected",
    to: "mitigated",
    definition: "from detection until users no longer felt it",
    names: "time[ -]to[ -](?:repair|fix)",
  },
  {
    key: "resolve",
    title: "Time to resolve",
    from: "started",
    to: "resolved",
    definition: "from the start of the impact until the cause was fixed",
    names: "time[ -]to[ -]resol(?:ve|ution)|resolution time|m?ttr",
  },
  {
    key: "impact",
    title: "Duration of the impact",
    from: "started",
    to: "mitigated",
    definition: "from the start of the impact until users no longer felt it",
    names:
      "(?:total |overall )?(?:impact |outage |incident |event )?duration(?: of (?:the )?(?:impact|outage|incident))?|(?:total )?downtime|outage length|length of (?:the )?outage",
  },
];
