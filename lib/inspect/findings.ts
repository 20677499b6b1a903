import type { Finding } from './report.ts';
import type { Rule, RulePlatform } from './rule.ts';
import { RULES, type RuleName } from './rules.ts';

/** More of one rule say nothing new. */
const MAX_PER_RULE = 8;

/** Collects the rules that a file breaks. */
export class Findings {
  readonly #platform: RulePlatform | undefined;
  readonly #counts = new Map<RuleName, number>();
  readonly #list: Finding[] = [];

  constructor(platform?: RulePlatform) {
    this.#platform = platform;
  }

  /** Says that `rule` is broken: what was expected, and what is there. */
  add(rule: RuleName, message: string): void {
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    if (count > MAX_PER_RULE) return;
    const { severity, clause, platform }: Rule = RULES[rule];
    const isMeant = platform !== undefined && platform === this.#platform;
    this.#list.push({ rule, severity: isMeant ? 'error' : severity, clause, message });
  }

  /** Says that `rule` is broken unless `isKept`. */
  check(isKept: boolean, rule: RuleName, message: string): void {
    if (!isKept) this.add(rule, message);
  }

  /** Errors first, else in the order in which they were found. */
  list(): Finding[] {
    const dropped = [...this.#counts].filter(([, count]) => count > MAX_PER_RULE);
    const more = dropped.map(([rule, count]): Finding => {
      const { severity, clause } = RULES[rule];
      return { rule, severity, clause, message: `and ${count - MAX_PER_RULE} more of the same` };
    });
    const all = [...this.#list, ...more];
    return [
      ...all.filter(({ severity }) => severity === 'error'),
      ...all.filter(({ severity }) => severity === 'warning'),
    ];
  }
}
