import { compareBytes } from '../core/bytes.ts';
import { formatNevra } from '../rpm/nevra.ts';
import type { Guest } from './guest.ts';

/** What one check found. */
export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  /** What was wrong, or the end of what the command printed. */
  readonly detail: string;
  readonly seconds: number;
}

const LISTED = 20;

/** The packages in the guest's RPM database are those of the lock, all and no other. */
export async function checkPackages(
  guest: Guest,
  expected: readonly string[],
): Promise<CheckResult> {
  const format = String.raw`%{name}\t%{epochnum}\t%{version}\t%{release}\t%{arch}\n`;
  const { exitCode, output, seconds } = await guest.run(`rpm -qa --qf '${format}'`, 120_000);
  const name = 'the packages are those of the lock';
  if (exitCode !== 0) return { name, passed: false, detail: tailOf(output), seconds };
  const found = new Set<string>();
  for (const line of output.split('\n')) {
    const [packageName, epoch, version, release, arch] = line.split('\t');
    // Keys that were imported are packages to rpm, and not of the lock.
    if (arch === undefined || packageName === 'gpg-pubkey') continue;
    found.add(
      formatNevra({
        name: packageName ?? '',
        epoch: epoch ?? '0',
        version: version ?? '',
        release: release ?? '',
        arch,
      }),
    );
  }
  const wanted = new Set(expected);
  const missing = [...wanted].filter((nevra) => !found.has(nevra));
  const surplus = [...found].filter((nevra) => !wanted.has(nevra));
  const passed = missing.length === 0 && surplus.length === 0;
  const detail = passed
    ? `${found.size} packages`
    : [...listSome('missing', missing), ...listSome('not in the lock', surplus)].join('\n');
  return { name, passed, detail, seconds };
}

/** The deployment that is booted is of this commit. */
export async function checkCommit(guest: Guest, commit: string): Promise<CheckResult> {
  const { exitCode, output, seconds } = await guest.run('ostree admin status', 60_000);
  const booted = parseBootedCommit(output);
  const passed = exitCode === 0 && booted === commit;
  const detail = passed
    ? commit
    : `expected ${commit}, got ${booted ?? 'no booted deployment'}\n${tailOf(output)}`;
  return { name: 'the booted deployment is the commit', passed, detail, seconds };
}

/** Returns the checksum that `ostree admin status` marks as booted. */
export function parseBootedCommit(status: string): string | undefined {
  return /^\* \S+ ([0-9a-f]{64})\.\d+/m.exec(status)?.[1];
}

/** systemd has started all it had to, and nothing of it failed. */
export async function checkUnits(guest: Guest): Promise<CheckResult> {
  const { output, seconds } = await guest.run(
    'timeout 180 systemctl is-system-running --wait; systemctl --failed --plain --no-legend --no-pager',
    240_000,
  );
  const [state = '', ...failed] = output.split('\n').filter((line) => line.trim() !== '');
  const passed = state === 'running' && failed.length === 0;
  const detail = passed ? state : `the system is ${state}\n${failed.join('\n')}`.trim();
  return { name: 'no unit has failed', passed, detail, seconds };
}

/** A test of `remix.yaml`: passes when its command does. */
export async function checkCommand(
  guest: Guest,
  test: { readonly name: string; readonly run: string; readonly timeoutMs: number },
): Promise<CheckResult> {
  const { exitCode, output, seconds } = await guest.run(test.run, test.timeoutMs);
  const how =
    exitCode === 124 ? `stopped after ${test.timeoutMs / 1000} s` : `exit code ${exitCode}`;
  const detail = exitCode === 0 ? tailOf(output) : `${how}\n${tailOf(output)}`.trim();
  return { name: test.name, passed: exitCode === 0, detail, seconds };
}

function listSome(title: string, names: readonly string[]): string[] {
  const sorted = [...names].sort(compareBytes);
  const rest = sorted.length - LISTED;
  return [
    ...sorted.slice(0, LISTED).map((name) => `${title}: ${name}`),
    ...(rest > 0 ? [`${title}: ${rest} more`] : []),
  ];
}

function tailOf(output: string): string {
  return output.trimEnd().split('\n').slice(-20).join('\n');
}
