import { describe, expect, it } from 'vitest';
import { formatCommitMessage } from '../../../lib/lock/commit-message.ts';
import type { PackageChange } from '../../../lib/lock/diff.ts';
import { formatChanges } from '../../../lib/lock/format-changes.ts';

function upgraded(name: string, oldEvr = '5.2-1', newEvr = '5.2-2'): PackageChange {
  const sizes = { oldSizeBytes: 1000, newSizeBytes: 1100 };
  return { basearch: 'x86_64', kind: 'upgraded', name, arch: 'noarch', oldEvr, newEvr, ...sizes };
}

function added(name: string, basearch = 'x86_64'): PackageChange {
  return { basearch, kind: 'added', name, arch: 'noarch', newEvr: '1-1', newSizeBytes: 1000 };
}

const subject = (...changes: PackageChange[]) => formatCommitMessage(changes).split('\n')[0];

/** What a repository might call its packages to speak in our name. */
const HOSTILE = [
  'a|b',
  '`code`',
  '<img src=x onerror=alert(1)>',
  '@everyone',
  'closes #1',
  'line\nbreak',
  '[text](https://example.org)',
  '\u202etxet',
  'www.example.org/x',
];

describe('formatCommitMessage', () => {
  it('names one package with its version', () => {
    expect(subject(upgraded('bash'))).toBe('lock: update bash to 5.2-2');
    expect(subject(added('bash'))).toBe('lock: add bash 1-1');
    expect(subject(upgraded('bash', '5.2-2', '5.2-1'))).toBe('lock: update bash to 5.2-1');
  });

  it('names the first of several and counts the others, once for all architectures', () => {
    const aarch64 = { ...upgraded('bash'), basearch: 'aarch64' };
    expect(subject(upgraded('bash'), aarch64, upgraded('zsh'))).toBe(
      'lock: update bash and 1 more package',
    );
    const four = [upgraded('bash'), upgraded('c'), upgraded('d'), upgraded('e')];
    expect(subject(...four)).toBe('lock: update bash and 3 more packages');
    expect(subject(upgraded('c'), added('b'))).toBe('lock: update b and 1 more package');
  });

  it('counts the packages of a first lock', () => {
    expect(subject(added('a'), added('b'), added('c'))).toBe('lock: add 3 packages');
  });

  it('says so when the repositories changed and no package did', () => {
    expect(formatCommitMessage([])).toBe('lock: follow the repositories; no package changed\n');
  });

  it('has a subject of at most 72 characters', () => {
    const long = 'x'.repeat(100);
    expect(subject(upgraded(long))).toBe('lock: update 1 package');
    expect(subject(upgraded(long), upgraded(`${long}y`))).toBe('lock: update 2 packages');
    expect(subject(upgraded('bash', '1-1', '2'.repeat(80)))).toBe('lock: update bash');
  });

  it('tells what changed, wrapped, and equal architectures together', () => {
    const names = ['bash', 'coreutils', 'glibc', 'openssl', 'systemd'];
    const changes = ['aarch64', 'x86_64'].flatMap((basearch) => [
      added('new-package', basearch),
      ...names.map((name) => ({ ...upgraded(name), basearch })),
    ]);
    expect(formatCommitMessage([...changes, { ...added('only'), basearch: 'zz' }])).toBe(
      `lock: update bash and 6 more packages

aarch64, x86_64: 1 added, 5 upgraded (+1.5 KiB)
  added: new-package 1-1
  upgraded: bash 5.2-1 → 5.2-2, coreutils 5.2-1 → 5.2-2, glibc 5.2-1 →
    5.2-2, openssl 5.2-1 → 5.2-2, systemd 5.2-1 → 5.2-2

zz: 1 added (+1000 B)
  added: only 1-1
`,
    );
  });

  it('stays under 64 KiB with 60,000 packages of long names', () => {
    const changes = Array.from({ length: 60_000 }, (_, index) =>
      added(`${'n'.repeat(90)}${index}`),
    );
    const message = formatCommitMessage(changes);
    expect(Buffer.byteLength(message)).toBeLessThan(64 * 1024);
    expect(message).toMatch(/^lock: add 60000 packages\n\nx86_64: 60000 added/);
    expect(message).toMatch(/\n\d+ more lines are left out; the lockfile has all\.\n$/);
  });

  it('lets no package speak', () => {
    const changes = HOSTILE.flatMap((name) => [upgraded(name, name, `${name}2`), added(name)]);
    for (const line of formatCommitMessage(changes).split('\n')) {
      expect(line).toMatch(/^[\w.+~^:?,;() →-]*$/);
    }
    for (const name of HOSTILE) expect(subject(upgraded(name))).toMatch(/^[\w.+~^:? -]*$/);
  });
});

describe('formatChanges in Markdown', () => {
  it('keeps names in code, where they mean nothing', () => {
    const text = formatChanges(
      HOSTILE.map((name) => upgraded(name, name, `${name}2`)),
      'markdown',
    );
    const rows = text.split('\n').filter((line) => line.startsWith('| upgraded'));
    expect(rows).toHaveLength(HOSTILE.length);
    for (const row of rows) {
      expect(row).toMatch(/^\| upgraded \| `[^`|<]+` \| `[^`|<]+` → `[^`|<]+` \| [^|]+ \|$/);
    }
  });

  it('stays under 60 KiB and counts what it leaves out', () => {
    const changes = ['aarch64', 'x86_64'].flatMap((basearch) =>
      Array.from({ length: 30_000 }, (_, index) => added(`package-${index}`, basearch)),
    );
    const text = formatChanges(changes, 'markdown');
    expect(Buffer.byteLength(text)).toBeLessThan(60 * 1024);
    expect(text.match(/\| … and \d+ more \|/g)).toHaveLength(2);
    expect(text).toContain('30000 added');
  });
});
