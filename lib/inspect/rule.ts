import type { Severity } from './report.ts';

/** Whose rules are errors only when the image is meant for them. */
export const RULE_PLATFORMS = ['azure', 'vmware'] as const;
export type RulePlatform = (typeof RULE_PLATFORMS)[number];

/** A row of the tables in docs/inspect-image.md. */
export interface Rule {
  /** What must be so. */
  readonly what: string;
  /** `error` when the format itself forbids it. */
  readonly severity: Severity;
  /** Document and clause. */
  readonly clause: string;
  /** A warning becomes an error when the image is for this platform. */
  readonly platform?: RulePlatform;
}

/** The rules of one format, by name. */
export type RuleTable = Readonly<Record<string, Rule>>;
