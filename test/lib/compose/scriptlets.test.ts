import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { composeTree } from '../../../lib/compose/compose.ts';
import { buildRpm, type SmallPackage } from '../../support/small-rpms.ts';
import { compose, failure, locked, optionsOf, packagesOf } from './harness.ts';

const withScript = (name: string, scriptlets: string, files = ''): SmallPackage => ({
  name,
  preamble: 'Requires: tiny-base',
  body: `%install
mkdir -p %{buildroot}/usr/share/${name}
echo ${name} > %{buildroot}/usr/share/${name}/file
${scriptlets}
%files
/usr/share/${name}
${files}`,
});

const composing = async (...small: SmallPackage[]) =>
  composeTree(await optionsOf(await packagesOf(...small)));

describe('scriptlets', () => {
  it('run in one transaction: %pre, %post, Lua, triggers and file triggers', async () => {
    const done = await compose(
      await optionsOf(
        await packagesOf(
          withScript(
            'watcher',
            `%transfiletriggerin -- /usr/share/watched
cat > /usr/share/watcher/trans
%filetriggerin -- /usr/share/watched
cat >> /usr/share/watcher/each
%triggerin -- watched
echo triggered > /usr/share/watcher/trigger`,
          ),
          withScript(
            'watched',
            `%pre
echo pre > /usr/lib/pre
%post
echo post $1 > /usr/share/watched/post
%posttrans -p <lua>
local f = io.open("/usr/share/watched/lua", "w")
f:write("lua\\n")
f:close()`,
          ),
        ),
      ),
    );
    expect(await done.cat('/usr/lib/pre')).toBe('pre\n');
    expect(await done.cat('/usr/share/watched/post')).toBe('post 1\n');
    expect(await done.cat('/usr/share/watched/lua')).toBe('lua\n');
    expect(await done.cat('/usr/share/watcher/trans')).toContain('/usr/share/watched/file');
    expect(await done.cat('/usr/share/watcher/each')).toContain('/usr/share/watched/file');
    expect(await done.cat('/usr/share/watcher/trigger')).toBe('triggered\n');
  });

  it.each([
    [
      '%post',
      '%post\necho about to fail\necho bad luck >&2\nexit 3',
      /%post of sour-1\.0-1\.noarch failed with exit code 3\n.*about to fail\n.*bad luck/,
    ],
    ['%pre', '%pre\nexit 4', /%prein of sour-1\.0-1\.noarch failed with exit code 4/],
    [
      '%posttrans',
      '%posttrans\nexit 5',
      /%posttrans of sour-1\.0-1\.noarch failed with exit code 5/,
    ],
    [
      'a Lua scriptlet',
      '%post -p <lua>\nerror("sour milk")',
      /%post \(Lua\) of sour-1\.0-1\.noarch failed at line .*sour milk/,
    ],
    [
      'a trigger',
      '%triggerin -- tiny-base\nexit 6',
      /%triggerin of sour-1\.0-1\.noarch failed with exit code 6/,
    ],
    [
      'a file trigger',
      '%filetriggerin -- /usr\nexit 7',
      /%filetriggerin of sour-1\.0-1\.noarch failed with exit code 7/,
    ],
    [
      'a transaction file trigger',
      '%transfiletriggerin -- /usr\nexit 8',
      /%transfiletriggerin of sour-1\.0-1\.noarch failed with exit code 8/,
    ],
    ['a signal', '%post\nkill -9 $$', /%post of sour-1\.0-1\.noarch failed with signal 9/],
  ])('that fail by %s fail the compose', async (_what, scriptlets, message) => {
    await expect(composing(withScript('sour', scriptlets))).rejects.toEqual(
      failure('SCRIPTLET_FAILED', message),
    );
  });

  it('find no network, no processes, no files of the host', async () => {
    const options = await optionsOf(
      await packagesOf(
        withScript(
          'curious',
          `%post
ls /proc | sed -n '/^[0-9]*$/p' > /usr/share/curious/processes
sed -n '3,$p' /proc/net/dev > /usr/share/curious/interfaces
sed -n 's/^CapEff:\\t//p' /proc/self/status > /usr/share/curious/capabilities
ls / > /usr/share/curious/root
cat /proc/sys/kernel/hostname > /usr/share/curious/hostname
ls -l /dev > /usr/share/curious/dev
umask > /usr/share/curious/umask`,
        ),
      ),
    );
    const done = await compose(options);
    const read = async (name: string) => (await done.cat(`/usr/share/curious/${name}`)).trimEnd();
    expect((await read('processes')).split('\n').length).toBeLessThan(10);
    expect((await read('interfaces')).split('\n').map((line) => line.trim().split(':')[0])).toEqual(
      ['lo'],
    );
    // chown dac_override fowner fsetid kill setgid setuid setpcap sys_chroot setfcap
    expect(await read('capabilities')).toBe('00000000800401fb');
    expect(await read('hostname')).toBe('localhost');
    expect(await read('dev')).not.toMatch(/(sd|vd|loop|mem|kvm)/);
    expect(await read('umask')).toBe('0022');
    expect(await readdir(options.workDir)).toEqual(['compose.lock']);
  });

  it('that need the network fail the compose', async () => {
    const small = withScript('downloader', '%post -p /bin/bash\nexec 3<>/dev/tcp/192.0.2.1/80');
    await expect(composing(small)).rejects.toEqual(
      failure(
        'SCRIPTLET_FAILED',
        /%post of downloader-1\.0-1\.noarch failed with exit code 1\n.*Network is unreachable/,
      ),
    );
  });
});

describe('rpm', () => {
  it('refuses packages whose dependencies are not there', async () => {
    const small = { ...withScript('lonely', ''), preamble: 'Requires: company' };
    await expect(composing(small)).rejects.toEqual(
      failure('INSTALL_FAILED', 'company is needed by lonely-1.0-1.noarch'),
    );
  });

  it('gives no file to root because its owner does not exist', async () => {
    const small = withScript('orphan', '', '%attr(4755, ghost, ghost) /usr/share/orphan/file');
    await expect(composing(small)).rejects.toEqual(
      failure('ACCOUNT_MISSING', 'user ghost (orphan-1.0-1.noarch)'),
    );
  });

  it('leaves out documentation and languages', async () => {
    const small: SmallPackage = {
      name: 'wordy',
      body: `%install
mkdir -p %{buildroot}/usr/share/doc/wordy %{buildroot}/usr/share/words
for name in de fr; do echo $name > %{buildroot}/usr/share/words/$name; done
echo doc > %{buildroot}/usr/share/doc/wordy/README
%files
%doc /usr/share/doc/wordy/README
%lang(de) /usr/share/words/de
%lang(fr) /usr/share/words/fr`,
    };
    const yaml =
      'ref: a\npackages: [x]\nrepos: [x]\nselinux: false\ncontainer: true\ndocumentation: false\ninstall-langs: [fr]\n';
    const paths = (
      await (await compose(await optionsOf(await packagesOf(small), yaml))).ls('/usr/share')
    ).join('\n');
    expect(paths).toContain('/usr/share/words/fr');
    expect(paths).not.toContain('/usr/share/words/de');
    expect(paths).not.toContain('README');
  });

  it('needs a whole package', async () => {
    const options = await optionsOf([locked('/dev/null')]);
    await expect(composeTree(options)).rejects.toEqual(failure('PACKAGE_UNREADABLE'));
    const rpm = await buildRpm(withScript('fine', ''));
    await expect(
      composeTree(await optionsOf([locked(rpm), locked('/nonexistent/x.rpm')])),
    ).rejects.toThrow();
  });
});
