import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CONTAINER, compose, newFolder, optionsOf, packagesOf, recordingLog } from './harness.ts';

const ACCOUNTS = (user: string) => ({
  name: `accounts-${user}`,
  body: `%install
mkdir -p %{buildroot}/usr/lib/sysusers.d %{buildroot}/usr/share
echo 'u ${user} 777' > %{buildroot}/usr/lib/sysusers.d/x.conf
echo x > %{buildroot}/usr/share/x
%files
/usr/lib/sysusers.d/x.conf
%attr(-, ${user}, root) /usr/share/x`,
});

it('keeps what it saw in packages, and looks again into others', async () => {
  const keptPath = await newFolder('kept');
  const first = await packagesOf(ACCOUNTS('first'));
  const run = async (packages: typeof first) => {
    const log = recordingLog();
    const made = await compose({ ...(await optionsOf(packages)), keptPath, log });
    const looks = log.lines.filter((line) => / rpm .*--noscripts/.test(line)).length;
    const [owned] = await made.ls('/usr/share/x');
    return { commit: made.commit, looks, owned, lines: log.lines };
  };

  const made = await run(first);
  expect(made.looks).toBe(1);
  expect(made.owned).toContain(' 777 ');
  expect(await run(first)).toMatchObject({ commit: made.commit, looks: 0 });
  expect(await run(await packagesOf(ACCOUNTS('second')))).toMatchObject({ looks: 1 });

  for (const key of await readdir(join(keptPath, 'accounts'))) {
    await appendFile(join(keptPath, 'accounts', key, 'files.json'), ' ');
  }
  const again = await run(first);
  expect(again).toMatchObject({ commit: made.commit, looks: 1 });
  expect(again.lines.join('\n')).toMatch(/The kept accounts .* is damaged/);
});

it.each([
  ['/usr/lib/trimmed', 0],
  ['/usr/lib/sysusers.d/x.conf', 1],
])(
  'looks into a package with %s for accounts alone (%i times), not to remove files',
  async (path, looks) => {
    const packages = await packagesOf({
      name: 'trimmed',
      body: `%install
mkdir -p %{buildroot}$(dirname ${path})
echo 'u someone 777' > %{buildroot}${path}
%files
${path}`,
    });
    const log = recordingLog();
    const yaml = `${CONTAINER}remove-from-packages: [[trimmed, "${path}"]]\n`;
    const made = await compose({ ...(await optionsOf(packages, yaml)), log });
    expect(log.lines.filter((line) => / rpm .*--noscripts.*trimmed/.test(line))).toHaveLength(
      looks,
    );
    await expect(made.ls(path)).rejects.toThrow(path);
  },
);
