import { describe, expect, it } from 'vitest';
import { parsePasswd } from '../../../lib/compose/accounts.ts';
import { addAltfiles } from '../../../lib/compose/altfiles.ts';
import { composeTree } from '../../../lib/compose/compose.ts';
import { addShadow, normaliseShadow } from '../../../lib/compose/shadow.ts';
import { addSysusers, parseSysusers } from '../../../lib/compose/sysusers.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import { compose, EPOCH, failure, HOST, KERNEL, optionsOf, packagesOf } from './harness.ts';

const NONE = { users: [], groups: [] };

const daemon = (name: string, line = `u ${name} - "The ${name}"`): SmallPackage => ({
  name: `${name}-daemon`,
  body: `%install
mkdir -p %{buildroot}/usr/lib/sysusers.d %{buildroot}/usr/libexec
echo '${line}' > %{buildroot}/usr/lib/sysusers.d/${name}.conf
echo x > %{buildroot}/usr/libexec/${name}
%files
/usr/lib/sysusers.d/${name}.conf
%attr(4750, ${name}, ${name}) /usr/libexec/${name}`,
});

describe('addSysusers', () => {
  it('derives a free id from the name, so that others do not move it', () => {
    const alone = addSysusers(NONE, parseSysusers('u chrony -', 'x'));
    const among = addSysusers(NONE, parseSysusers('u a -\nu b -\nu chrony -\ng z -', 'x'));
    const idOf = (accounts: typeof alone) =>
      accounts.users.find(({ name }) => name === 'chrony')?.uid;
    expect(idOf(alone)).toBe(idOf(among));
    expect(idOf(alone)).toBeGreaterThan(200);
    expect(idOf(alone)).toBeLessThan(1000);
  });

  it('understands ids, groups, quotes, members and locked users', () => {
    const lines = parseSysusers(
      `# comment
g input 104
u! root 0 "Super User" /root
u www 33:tape "Web, \\"the\\" server" /srv /bin/sh
u bin 1:1
g tape 12
m www input
m new extra
r - 500-900`,
      'x',
    );
    const { users, groups } = addSysusers(NONE, lines);
    expect(users.slice(0, 3)).toEqual([
      {
        name: 'root',
        password: 'x',
        uid: 0,
        gid: 0,
        gecos: 'Super User',
        home: '/root',
        shell: '/bin/sh',
      },
      {
        name: 'www',
        password: 'x',
        uid: 33,
        gid: 12,
        gecos: 'Web, "the" server',
        home: '/srv',
        shell: '/bin/sh',
      },
      {
        name: 'bin',
        password: 'x',
        uid: 1,
        gid: 1,
        gecos: '',
        home: '/',
        shell: '/usr/sbin/nologin',
      },
    ]);
    expect(groups.find(({ name }) => name === 'input')).toMatchObject({
      gid: 104,
      members: ['www'],
    });
    expect(groups.find(({ name }) => name === 'extra')?.members).toEqual(['new']);
  });

  it('never gives away a number that a later line asks for, nor two accounts one number', () => {
    const dynamic = Array.from({ length: 500 }, (_, index) => `u user${index} -`);
    const fixed = Array.from({ length: 200 }, (_, index) => `u fixed${index} ${400 + index}`);
    const { users } = addSysusers(NONE, parseSysusers([...dynamic, ...fixed].join('\n'), 'x'));
    expect(new Set(users.map(({ uid }) => uid)).size).toBe(700);
    expect(users.find(({ name }) => name === 'fixed7')?.uid).toBe(407);
  });

  it('takes the owner of a path', () => {
    const lines = parseSysusers('u app /var/lib/app', 'x');
    expect(addSysusers(NONE, lines, () => ({ uid: 77, gid: 78 })).users[0]).toMatchObject({
      uid: 77,
      gid: 78,
    });
  });

  it('refuses what is no line', () => {
    expect(() => parseSysusers('u ok -\nq what', 'file.conf')).toThrow(
      expect.objectContaining({
        code: 'SYSUSERS_MALFORMED',
        place: { file: 'file.conf', line: 2 },
      }),
    );
  });
});

describe('parsePasswd', () => {
  it('names the line that is malformed', () => {
    for (const line of ['a:b:c', 'a:x:1:2:::', ':x:1:1:::', 'a:x:-1:1::/:/', 'a:x:1:1:g:h:s:t']) {
      if (line === 'a:x:1:2:::') continue;
      expect(() => parsePasswd(`root:x:0:0::/:/\n${line}\n`, 'passwd')).toThrow(
        expect.objectContaining({
          code: 'ACCOUNT_FILE_MALFORMED',
          place: { file: 'passwd', line: 2 },
        }),
      );
    }
  });
});

describe('shadow', () => {
  it('has locked entries for new accounts', () => {
    expect(addShadow('root:*:1:0:9:7:::', ['root', 'a'], 'shadow')).toBe(
      'root:*:1:0:9:7:::\na:!*:::::::\n',
    );
    expect(addShadow('', ['wheel'], 'gshadow')).toBe('wheel:!*::\n');
  });

  it('has no date of today', () => {
    const text = 'root::20000:0:99999:7:::\nbin:*:20000:0:99999:7:::\nnew:x:0:0:99999:7:::\n';
    expect(normaliseShadow(text, EPOCH)).toBe(
      'root::19675:0:99999:7:::\nbin:*::0:99999:7:::\nnew:x:0:0:99999:7:::\n',
    );
  });
});

describe('addAltfiles', () => {
  it('comes after files, once', () => {
    const text = 'passwd:     sss files systemd\nshadow:     files\ngroup: sss\n';
    const changed = 'passwd: sss files altfiles systemd\nshadow:     files\ngroup: sss altfiles\n';
    expect(addAltfiles(text)).toBe(changed);
    expect(addAltfiles(changed)).toBe(changed);
  });
});

describe('accounts of a tree', () => {
  it('are there before rpm looks them up, from sysusers.d', async () => {
    const done = await compose(
      await optionsOf(await packagesOf(daemon('alpha'), daemon('beta', 'u beta 300 "B"'))),
    );
    const passwd = await done.cat('/usr/etc/passwd');
    const alpha = /^alpha:x:(\d+):\1:The alpha:\/:\/usr\/sbin\/nologin$/m.exec(passwd)?.[1];
    expect(alpha).toBeDefined();
    expect(passwd).toMatch(/^root:x:0:0:root:\/root:\/bin\/sh\n/);
    const text = (await done.ls()).join('\n');
    expect(text).toContain(`-04750 ${alpha} ${alpha}      2 /usr/libexec/alpha`);
    expect(text).toContain('-04750 300 300      2 /usr/libexec/beta');
    expect(text).not.toMatch(/rpmnew|rpmorig|passwd-/);
    expect(await done.cat('/usr/etc/shadow')).toMatch(/^beta:!\*:::::::$/m);
  });

  it('keep the ids of the previous commit', async () => {
    const packages = await packagesOf(KERNEL, daemon('gamma', 'u gamma 321'));
    const options = await optionsOf(packages, HOST);
    const first = await compose(options);
    const moved = await packagesOf(KERNEL, daemon('gamma', 'u gamma 322'));
    const second = await compose({ ...options, packages: moved, previousCommit: first.commit });
    expect(await second.cat('/usr/etc/passwd')).toContain('gamma:x:321:321');
    const afresh = await compose({ ...options, packages: moved });
    expect(await afresh.cat('/usr/etc/passwd')).toContain('gamma:x:322:322');
  });

  it('come from the file of check-passwd first', async () => {
    const yaml = `${HOST}check-passwd: {type: file, filename: passwd}\ncheck-groups: {type: file, filename: group}\n`;
    const options = await optionsOf(await packagesOf(KERNEL, daemon('delta')), yaml, {
      passwd: 'root:x:0:0:root:/root:/bin/bash\ndelta:x:55:56::/:/sbin/nologin\n',
      group: 'root:x:0:\ndelta:x:56:\n',
    });
    const done = await compose(options);
    expect(await done.cat('/usr/etc/passwd')).toBe(
      'root:x:0:0:root:/root:/bin/bash\ndelta:x:55:56::/:/sbin/nologin\n',
    );
    expect((await done.ls()).join('\n')).toContain('-04750 55 56      2 /usr/libexec/delta');
  });

  it('have the numbers of check-passwd where any will do', async () => {
    const yaml = `${HOST}check-passwd:\n  type: data\n  entries: {root: [0, 0], zeta: [450, 451]}\ncheck-groups:\n  type: data\n  entries: {root: 0, zeta: 451}\n`;
    const done = await compose(await optionsOf(await packagesOf(KERNEL, daemon('zeta')), yaml));
    expect(await done.cat('/usr/etc/passwd')).toContain('zeta:x:450:451:');
    expect(await done.cat('/usr/etc/group')).toContain('zeta:x:451:');
  });

  it('fail the compose when they drift, all at once', async () => {
    const yaml = `${HOST}check-passwd:
  type: data
  entries: {root: [0, 0], epsilon: [400, 400], gone: [77, 77]}
check-groups:
  type: data
  entries: {root: 0, epsilon: 401}
`;
    const owner: SmallPackage = {
      name: 'owner',
      body: `%install
mkdir -p %{buildroot}/usr/share
echo x > %{buildroot}/usr/share/owned
%post
chown 77 /usr/share/owned
%files
/usr/share/owned`,
    };
    const options = await optionsOf(
      await packagesOf(KERNEL, daemon('epsilon', 'u epsilon 410'), owner),
      yaml,
    );
    await expect(composeTree(options)).rejects.toEqual(
      failure(
        'ACCOUNT_DRIFT',
        /passwd: epsilon was 400:400, is 410:410\ngroup: epsilon was 401, is 410\npasswd: gone is gone, and owns \/usr\/share\/owned/,
      ),
    );
  });
});
