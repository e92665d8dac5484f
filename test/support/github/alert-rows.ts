/** Rows of the store for security alerts and advisories. */

/** What kind of alert: each has numbers of its own. */
export type AlertKind = "dependabot" | "code-scanning" | "secret-scanning";

/** An alert of a repository. */
export interface AlertRow {
  readonly kind: AlertKind;
  readonly number: number;
  /** `open`, `fixed`, `dismissed`, `auto_dismissed` or `resolved`, as the kind has it. */
  state: string;
  /** The advisory of a Dependabot alert. */
  readonly ghsaId: string | null;
  readonly createdAt: number;
  /** Where code scanning saw it. */
  readonly path?: string;
}

/** An advisory that the repository itself writes. */
export interface AdvisoryRow {
  readonly ghsaId: string;
  readonly summary: string;
  state: "published" | "closed" | "withdrawn" | "draft" | "triage";
  readonly author: string;
  readonly createdAt: number;
}
