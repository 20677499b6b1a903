import { ConfigError } from '../core/errors.ts';
import { BASEARCHES, type Basearch, isBasearch } from '../host/architecture.ts';
import type { PlanCode } from './errors.ts';

/** Where the jobs of an architecture run: `runs-on`, one label or all that a runner must have. */
export interface Runner {
  readonly runner: string | readonly string[];
  /** The machine is of another architecture; programs of the tree run in qemu-user. */
  readonly emulated: boolean;
}

/** GitHub's own runners that are of an architecture; the others are emulated on the first. */
const HOSTED: Partial<Record<Basearch, string>> = {
  x86_64: 'ubuntu-24.04',
  aarch64: 'ubuntu-24.04-arm',
};
const EMULATING = 'ubuntu-24.04';

const LABEL = /^[A-Za-z0-9_][\w .:/-]{0,99}$/;

/**
 * Reads lines of `BASEARCH=LABEL`; labels with commas between them are all asked for. Empty lines are
 * left out.
 *
 * @throws ConfigError BAD_RUNNER
 */
export function parseRunners(lines: readonly string[]): ReadonlyMap<Basearch, Runner> {
  const runners = new Map<Basearch, Runner>();
  for (const line of lines.map((each) => each.trim()).filter((each) => each !== '')) {
    const [basearch = '', ...rest] = line.split('=');
    const labels = rest
      .join('=')
      .split(',')
      .map((label) => label.trim());
    const name = basearch.trim();
    if (!isBasearch(name)) throw badRunner(line, `"${name}" is none of ${BASEARCHES.join(', ')}`);
    if (runners.has(name)) throw badRunner(line, `${name} has a runner already`);
    if (!labels.every((label) => LABEL.test(label))) throw badRunner(line, 'has no runner label');
    const [first = ''] = labels;
    runners.set(name, {
      runner: labels.length === 1 ? first : labels,
      emulated: labels.length === 1 && isForeign(first, name),
    });
  }
  return runners;
}

/** Returns where `basearch` is built: as asked for, else on a runner of GitHub's. */
export function resolveRunner(basearch: Basearch, runners: ReadonlyMap<Basearch, Runner>): Runner {
  const hosted = HOSTED[basearch];
  return runners.get(basearch) ?? { runner: hosted ?? EMULATING, emulated: hosted === undefined };
}

/** Of GitHub's labels it is known what they are; a label of a self-hosted runner is taken at its word. */
function isForeign(label: string, basearch: Basearch): boolean {
  const match = /^ubuntu-(?:latest|slim|\d\d\.\d\d)(-arm)?$/.exec(label);
  if (match === null) return false;
  return basearch !== (match[1] === undefined ? 'x86_64' : 'aarch64');
}

function badRunner(line: string, what: string): ConfigError<PlanCode> {
  const shown = JSON.stringify(line.slice(0, 100));
  return new ConfigError<PlanCode>('BAD_RUNNER', `runners: ${shown}: ${what}`, {
    hint: 'Write for example "aarch64=ubuntu-24.04-arm", or "x86_64=self-hosted,linux" for several labels.',
  });
}
