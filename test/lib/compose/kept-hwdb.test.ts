import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listKept } from '../../../lib/host/kept.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import { compose, newFolder, optionsOf, packagesOf, recordingLog } from './harness.ts';

const BIN = '/usr/lib/udev/hwdb.bin';
const DATA = '/usr/lib/udev/hwdb.d/20-data.hwdb';
const KEY = 'a'.repeat(64);

/** A program that is called as systemd's, and says when it runs. */
const tool = (trigger: string, version = '1'): SmallPackage => ({
  name: 'tool',
  preamble: 'Requires: library',
  body: `%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/lib/udev %{buildroot}/etc/udev
cat > %{buildroot}/usr/bin/systemd-hwdb <<'END'
#!/bin/sh
echo "hwdb: running $*"
[ "$SYSTEMD_HWDB_UPDATE_BYPASS" = 1 ] && exit 0
[ "$1" = fail ] && exit 3
to=/etc/udev
case "$*" in *--usr*) to=/usr/lib/udev ;; esac
{ echo version ${version}; cat /etc/udev/hwdb.d/* /usr/lib/udev/hwdb.d/* 2>/dev/null; } > "$to/hwdb.new"
chmod 444 "$to/hwdb.new"
mv "$to/hwdb.new" "$to/hwdb.bin"
END
chmod 755 %{buildroot}/usr/bin/systemd-hwdb
${trigger}
%files
/usr/bin/systemd-hwdb
%dir /usr/lib/udev
%dir /etc/udev`,
});
const BY_SHELL =
  '%transfiletriggerin -P 1000700 -- /usr/lib/udev/hwdb.d\nsystemd-hwdb --usr update';

const file = (name: string, path: string, text: string): SmallPackage => ({
  name,
  body: `%install\nmkdir -p %{buildroot}$(dirname ${path})\necho '${text}' > %{buildroot}${path}\n%files\n${path}`,
});

interface Case {
  readonly trigger?: string;
  readonly version?: string;
  readonly data?: string;
  readonly local?: string;
  readonly library?: string;
  readonly leaf?: string;
}

async function run(given: Case, keptPath?: string) {
  const packages = await packagesOf(
    tool(given.trigger ?? BY_SHELL, given.version),
    file('library', '/usr/lib/library', given.library ?? 'library'),
    file('data', DATA, given.data ?? 'data'),
    file('local', '/etc/udev/hwdb.d/local.hwdb', given.local ?? 'local'),
    file('leaf', '/usr/lib/leaf', given.leaf ?? 'leaf'),
  );
  const log = recordingLog();
  const options = { ...(await optionsOf(packages)), log };
  const done = await compose(keptPath === undefined ? options : { ...options, keptPath });
  const runs = log.lines.filter((line) => line.startsWith('rpm: hwdb: running'));
  return { done, log, runs: runs.length };
}

describe('systemd-hwdb with keptPath', () => {
  it('runs when what it reads, or its code, is new, else its result is taken', async () => {
    const kept = await newFolder('kept');
    const cases: [Case, number][] = [
      [{}, 1],
      [{ leaf: 'another' }, 0],
      [{ data: 'other' }, 1],
      [{ local: 'other' }, 1],
      [{ version: '2' }, 1],
      [{ library: 'other' }, 1],
      [{}, 0],
    ];
    for (const [given, expected] of cases) {
      const { done, runs } = await run(given, kept);
      expect(runs, JSON.stringify(given)).toBe(expected);
      const plain = await run(given);
      expect(plain.runs).toBe(1);
      expect(done.commit).toBe(plain.done.commit);
      expect(await done.cat(BIN)).toBe(
        `version ${given.version ?? '1'}\n${given.local ?? 'local'}\n${given.data ?? 'data'}\n`,
      );
    }
    expect(await readdir(join(kept, 'hwdb'))).toHaveLength(5);
  });

  it.each([
    [
      'in Lua',
      '-p <lua> -- /usr/lib/udev/hwdb.d\nrpm.execute("systemd-hwdb", "--usr", "update")',
      0,
    ],
    ['for /etc', '-- /usr/lib/udev/hwdb.d\nsystemd-hwdb update', 0],
    ['by its path', '-- /usr/lib/udev/hwdb.d\n/usr/bin/systemd-hwdb --usr update', 1],
    ['with other arguments', '-- /usr/lib/udev/hwdb.d\nsystemd-hwdb --strict update', 1],
    [
      'told to do nothing',
      '-- /usr/lib/udev/hwdb.d\nSYSTEMD_HWDB_UPDATE_BYPASS=1 systemd-hwdb update',
      1,
    ],
    ['with a fault', '-- /usr/lib/udev/hwdb.d\nsystemd-hwdb fail || echo "code $?"', 1],
  ])(
    'may be called %s',
    async (_how, call, again) => {
      const kept = await newFolder('kept');
      const trigger = `%transfiletriggerin ${call}`;
      expect((await run({ trigger }, kept)).runs).toBe(1);
      const second = await run({ trigger }, kept);
      expect(second.runs).toBe(again);
      expect(second.done.commit).toBe((await run({ trigger })).done.commit);
    },
    240_000,
  );

  it('is kept of nothing but a file that a scriptlet has left', async () => {
    const kept = await newFolder('kept');
    const link = '/usr/lib/udev/.hwdb.bin.treesmith-';
    const trigger = `${BY_SHELL}
%post
ln -s /etc/passwd ${link}${KEY}
ln -s / ${link}${KEY.replaceAll('a', 'b')}
mkdir ${link}${KEY.replaceAll('a', 'c')}
echo x > ${link}x
touch /run/treesmith/bin/kept/${KEY} 2>/dev/null && exit 1
exit 0`;
    const { runs, done } = await run({ trigger }, kept);
    expect(runs).toBe(1);
    const names = (await done.ls('/usr/lib/udev')).map((line) => line.split(' ').at(-1));
    expect(names).toEqual(['/usr/lib/udev', BIN, '/usr/lib/udev/hwdb.d', DATA]);
    expect(await readdir(join(kept, 'hwdb')).catch(() => [])).not.toContain(KEY);
  });

  it('is made again when what was kept is damaged', async () => {
    const kept = await newFolder('kept');
    const first = await run({}, kept);
    const log = recordingLog();
    const [key = ''] = await listKept({ folder: kept, stage: 'hwdb', log });
    await writeFile(join(kept, 'hwdb', key, 'hwdb.bin'), 'bad');
    const second = await run({}, kept);
    expect([first.runs, second.runs]).toEqual([1, 1]);
    expect(second.done.commit).toBe(first.done.commit);
    expect(second.log.lines.join('\n')).toContain('The kept hwdb');
  });
});
