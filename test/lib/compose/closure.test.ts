import { describe, expect, it } from 'vitest';
import { closePackages } from '../../../lib/compose/closure.ts';
import { readPackages } from '../../../lib/compose/packages.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { buildRpm, type SmallPackage } from '../../support/small-rpms.ts';
import { failure } from './harness.ts';

const small = (name: string, preamble = '', file?: string): SmallPackage => ({
  name,
  preamble,
  body:
    file === undefined
      ? '%files'
      : `%install\nmkdir -p %{buildroot}$(dirname ${file})\necho ${name} > %{buildroot}${file}\n%files\n${file}`,
});

/** What stands for a lock. */
const LOCK = [
  small('root', 'Provides: system-root = 5', '/etc/root'),
  small('tool', 'Requires: /usr/lib/engine.so\nRequires: system-root >= 5\nRecommends: extra'),
  small('engine-a', 'Provides: engine\nConflicts: engine-b', '/usr/lib/engine.so'),
  small('engine-b', 'Provides: engine\nEpoch: 2'),
  small('extra', 'Supplements: tool'),
  small('broken', 'Requires: nowhere >= 3'),
];

async function close(requests: readonly string[], present: readonly string[] = []) {
  const paths = await Promise.all(LOCK.map(buildRpm));
  const packages = await readPackages(paths, () => false);
  const closure = await closePackages(packages, {
    what: 'container tiny',
    requests,
    present: packages.filter(({ name }) => present.includes(name)),
    basearch: 'x86_64',
    log: silentLog,
  });
  return closure.map(({ name }) => name);
}

describe('closePackages', () => {
  it('takes what is required, and nothing that is only recommended', async () => {
    expect(await close(['tool'])).toEqual(['root', 'tool', 'engine-a']);
  });

  it.each([
    ['a version', 'engine-b >= 2:1', ['engine-b']],
    ['a NEVRA', 'engine-b-2:1.0-1.noarch', ['engine-b']],
    ['a capability', 'system-root = 5', ['root']],
    ['a file', '/etc/root', ['root']],
    ['a glob, as each of its names', '[re]*[ta]', ['root', 'engine-a', 'extra']],
  ])('knows a package by %s', async (_, request, names) => {
    expect(await close([request])).toEqual(names);
  });

  it('chooses what goes with the packages that are there', async () => {
    expect(await close(['engine'], ['engine-b'])).toEqual(['engine-b']);
  });

  it('names what the lock does not have, and what is near', async () => {
    await expect(close(['tool', 'engin-a', 'nothing'])).rejects.toEqual(
      expect.objectContaining({
        code: 'PACKAGE_NOT_LOCKED',
        message:
          'container tiny: the lock has no package, provide or file "engin-a", "nothing" for x86_64',
        hint: expect.stringContaining('Did you mean "engine-a"?'),
      }),
    );
  });

  it('names a requirement that the lock cannot meet', async () => {
    await expect(close(['broken'])).rejects.toEqual(
      failure(
        'REQUIREMENT_NOT_LOCKED',
        'nothing provides nowhere >= 3 needed by broken-1.0-1.noarch',
      ),
    );
  });

  it('names packages that conflict', async () => {
    await expect(close(['engine-a', 'engine-b'])).rejects.toEqual(
      failure('REQUIREMENT_NOT_LOCKED', 'conflicts with engine-b'),
    );
  });
});
