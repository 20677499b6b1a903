import { chmod, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Basearch } from '../../../lib/host/architecture.ts';
import { readTreefile, type VariableValue } from '../../../lib/remix/treefile.ts';
import { composeInputs, lockInputs } from '../../../lib/remix/treefile-inputs.ts';
import { faultOf } from './faults.ts';
import { writeFileTree } from './file-tree.ts';

interface Options {
  readonly basearch?: Basearch;
  readonly variables?: Readonly<Record<string, VariableValue>>;
}

/** Reads `main` (YAML) with `others` beside it. */
async function evaluate(
  main: string,
  others: Readonly<Record<string, string>> = {},
  options: Options = {},
) {
  await using tree = await writeFileTree({ 'main.yaml': main, ...others });
  const { basearch = 'x86_64', variables = {} } = options;
  return await readTreefile(tree.file('main.yaml'), { basearch, variables });
}

const scripts = ({ postprocess }: Awaited<ReturnType<typeof evaluate>>) =>
  postprocess.map(({ script }) => script);
const fault = (...args: Parameters<typeof evaluate>) => faultOf(() => evaluate(...args));

describe('include', () => {
  it('lets the outer file win, and the first of two includes', async () => {
    const treefile = await evaluate('include: [a.yaml, b.yaml]\nselinux: false\n', {
      'a.yaml': 'selinux: true\nref: a\n',
      'b.yaml': 'ref: b\ndefault-target: b.target\n',
    });
    expect(treefile).toMatchObject({ selinux: false, ref: 'a', defaultTarget: 'b.target' });
  });

  it('runs scripts of the last include first and the own ones last', async () => {
    const treefile = await evaluate(
      'include: [kernel.yaml, bootupd.yaml]\npostprocess: [echo foo]\n',
      {
        'kernel.yaml': 'postprocess: [echo bar]\n',
        'bootupd.yaml': 'postprocess: [echo baz]\n',
      },
    );
    expect(scripts(treefile)).toEqual(['echo baz', 'echo bar', 'echo foo']);
  });

  it('takes include before arch-include before conditional-include, and keys in place next to the own', async () => {
    const main = `
conditional-include:
  - {if: basearch == "x86_64", include: c.yaml}
  - if: basearch == "x86_64"
    include: {postprocess: [inline 1]}
  - if: basearch == "x86_64"
    include: {postprocess: [inline 2]}
arch-include: {x86_64: b.yaml}
include: a.yaml
postprocess: [own]
`;
    const treefile = await evaluate(main, {
      'a.yaml': 'postprocess: [a]',
      'b.yaml': 'postprocess: [b]',
      'c.yaml': 'postprocess: [c]',
    });
    expect(scripts(treefile)).toEqual(['c', 'b', 'a', 'inline 2', 'inline 1', 'own']);
  });

  it('resolves paths relative to the file that names them', async () => {
    const treefile = await evaluate('include: sub/a.yaml\n', {
      'sub/a.yaml': 'include: ../other/b.yaml\n',
      'other/b.yaml': 'check-groups: {type: file, filename: group}\n',
      'other/group': '',
    });
    expect(treefile.checkGroups).toMatchObject({
      type: 'file',
      path: expect.stringMatching(/\/other\/group$/),
    });
  });

  it('goes up from where a linked folder really is, as the kernel does', async () => {
    await using tree = await writeFileTree({
      'main.yaml': 'include: tier-0/a.yaml\n',
      'shared/tier-0/a.yaml':
        'include: ../b.yaml\ncheck-groups: {type: file, filename: ../group}\n',
      'shared/b.yaml': 'packages: [right]\n',
      'shared/group': '',
      'b.yaml': 'packages: [wrong]\n',
      group: '',
    });
    await symlink('shared/tier-0', tree.file('tier-0'));
    const treefile = await readTreefile(tree.file('main.yaml'), { basearch: 'x86_64' });
    expect(treefile.packages).toEqual(['right']);
    expect(treefile.checkGroups).toEqual({ type: 'file', path: tree.file('shared/group') });
    expect(treefile.files).toEqual(
      ['main.yaml', 'shared/tier-0/a.yaml', 'shared/b.yaml'].map((name) => tree.file(name)),
    );
  });

  it('merges maps by key and sets by element', async () => {
    const treefile = await evaluate(
      'include: a.yaml\nmetadata: {x: outer, y: 1}\nignore-removed-users: [b]\npackages: [p]\n',
      {
        'a.yaml':
          'metadata: {x: inner, z: [1, {q: true}]}\nignore-removed-users: [a, b]\npackages: [p, o]\n',
      },
    );
    expect(treefile.metadata).toEqual({ x: 'outer', y: 1, z: [1, { q: true }] });
    expect(treefile.ignoreRemovedUsers).toEqual(['a', 'b']);
    expect(treefile.packages).toEqual(['o', 'p']);
  });

  it('refuses the same file twice, by whatever name', async () => {
    const twice = await fault('include: [a.yaml, sub/../a.yaml]\n', {
      'a.yaml': '{}',
      'sub/x': '',
    });
    expect(twice).toMatchObject({ code: 'INCLUDE_TWICE', where: 'main.yaml:1:19' });
    expect((await fault('include: main.yaml\n')).code).toBe('INCLUDE_TWICE');
    await using tree = await writeFileTree({
      'main.yaml': 'include: [a.yaml, b.yaml]',
      'a.yaml': '{}',
    });
    await symlink('a.yaml', tree.file('b.yaml'));
    expect(
      await faultOf(() => readTreefile(tree.file('main.yaml'), { basearch: 'x86_64' })),
    ).toMatchObject({
      code: 'INCLUDE_TWICE',
    });
  });

  it('names the place that asked for a file that is not there', async () => {
    const missing = await fault('packages: [a]\ninclude:\n  - gone.yaml\n');
    expect(missing).toMatchObject({ code: 'FILE_MISSING', where: 'main.yaml:3:5' });
    expect(missing.message).toContain('gone.yaml');
  });

  it('ends at a depth', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`f${index}.yaml`, `include: f${index + 1}.yaml\n`]),
    );
    expect((await fault('include: f0.yaml\n', files)).code).toBe('INCLUDE_TOO_DEEP');
  });

  it('collapses repo-packages so that the outermost, last entry has a package', async () => {
    const main = 'include: foo.yaml\nrepo-packages:\n  - {repo: base, packages: [blah bloo]}\n';
    const treefile = await evaluate(main, {
      'foo.yaml': `
repo-packages:
  - {repo: foo, packages: [qwert]}
  - {repo: foob, packages: [blah]}
  - {repo: foo2, packages: [qwert]}
`,
    });
    expect(treefile.repoPackages).toEqual([
      { repo: 'foo2', packages: ['qwert'] },
      { repo: 'base', packages: ['blah', 'bloo'] },
    ]);
  });

  it('reads a kickstart', async () => {
    const treefile = await evaluate('include: foo.ks\npackages: [bash]\n', {
      'foo.ks':
        '# comment\n%include bar.ks\n\n%packages --exclude-weakdeps\nsystemd\n-nano\n@core\n%end\n',
      'bar.ks': '%packages\nnushell\n%end\n',
    });
    expect(treefile.packages).toEqual(['bash', 'nushell', 'systemd']);
    expect(treefile.excludePackages).toEqual(['nano']);
    expect(treefile.groups.map(({ id }) => id)).toEqual(['core']);
    expect(treefile.recommends).toBe(false);
    const bad = await fault('include: foo.ks\n', { 'foo.ks': '%packages\nbash\n' });
    expect(bad).toMatchObject({ code: 'SYNTAX', where: 'foo.ks:1:1' });
    expect(await fault('include: foo.ks\n', { 'foo.ks': 'rootpw x\n' })).toMatchObject({
      code: 'SYNTAX',
    });
  });
});

describe('variables', () => {
  it('takes the outermost definition, and one from outside before all', async () => {
    const files = { 'a.yaml': `variables: {x: inner, y: inner}\nref: r/\${x}/\${y}\n` };
    expect((await evaluate('variables: {x: outer}\ninclude: a.yaml\n', files)).ref).toBe(
      'r/outer/inner',
    );
    const options = { variables: { x: 'outside' } };
    expect((await evaluate('variables: {x: outer}\ninclude: a.yaml\n', files, options)).ref).toBe(
      'r/outside/inner',
    );
  });

  it('shows a condition what was read before it, and no more', async () => {
    const files = {
      'a.yaml': 'variables: {x: 1}\n',
      'b.yaml': 'conditional-include: [{if: x == 1, include: c.yaml}]\n',
      'c.yaml': 'packages: [c]\n',
    };
    expect((await evaluate('include: [a.yaml, b.yaml]\n', files)).packages).toEqual(['c']);
    const early = 'include: a.yaml\nconditional-include: [{if: x == 1, include: c.yaml}]\n';
    expect(await fault(early, files)).toMatchObject({
      code: 'UNDEFINED_VARIABLE',
      where: 'main.yaml:2:28',
    });
  });

  it('replaces in the keys that rpm-ostree lists, and only there', async () => {
    const treefile = await evaluate(`
variables: {v: X, n: 5, b: false}
releasever: "30"
ref: r/\${basearch}/\${releasever}/\${v}/\${n}/\${b}
mutate-os-release: \${v}
automatic-version-prefix: \${v}
metadata: {a: "\${v}"}
add-commit-metadata: {a: "\${v}", b: {c: "\${v}"}}
repovars: {a: "\${v}"}
postprocess: ["echo \${v}"]
packages: ["p-\${v}"]
`);
    expect(treefile).toMatchObject({
      ref: 'r/x86_64/30/X/5/false',
      mutateOsRelease: 'X',
      automaticVersionPrefix: 'X',
      metadata: { a: 'X' },
      addCommitMetadata: { a: 'X', b: { c: '$' + '{v}' } },
      repovars: { a: '$' + '{v}' },
      packages: ['p-$' + '{v}'],
    });
    expect(scripts(treefile)).toEqual(['echo $' + '{v}']);
  });

  it('leaves an unknown variable, warns, and refuses it in a ref', async () => {
    const treefile = await evaluate(
      'variables: {stream: a}\nautomatic-version-prefix: v$' + '{steam}\n',
    );
    expect(treefile.automaticVersionPrefix).toBe('v$' + '{steam}');
    expect(treefile.warnings[0]?.message).toContain('Did you mean "stream"?');
    const bad = await fault('variables: {stream: a}\nref: x/$' + '{steam}\n');
    expect(bad).toMatchObject({
      code: 'UNDEFINED_VARIABLE',
      where: 'main.yaml:2:6',
      hint: 'Did you mean "stream"?',
    });
  });

  it('warns of a reference where nothing is replaced', async () => {
    const { warnings } = await evaluate('variables: {a: b}\nrepovars:\n  x: $' + '{a}\n');
    expect(warnings.map(({ place }) => `${place.line}:${place.column}`)).toEqual(['3:6']);
  });

  it('refuses reserved names and characters that substitution gives a meaning', async () => {
    expect(await fault('variables:\n  basearch: x\n')).toMatchObject({
      code: 'RESERVED_VARIABLE',
      where: 'main.yaml:2:3',
    });
    expect((await fault('variables: {releasever: "3"}\n')).hint).toContain('"releasever"');
    expect((await fault('variables: {x: "a{b"}\n')).code).toBe('BAD_VALUE');
    expect((await fault('repovars: {basearch: x}\n')).code).toBe('RESERVED_VARIABLE');
  });
});

describe('packages', () => {
  it('adds those of the architecture, and warns of one that is none', async () => {
    const main =
      'packages: [a]\npackages-x86_64: [b c]\npackages-aarch64: [d]\npackages-x86-64: [e]\npackages-armhfp: [f]\n';
    const treefile = await evaluate(main);
    expect(treefile.packages).toEqual(['a', 'b', 'c']);
    expect(treefile.warnings.map(({ message }) => message)).toEqual([
      '"packages-x86-64" is for no architecture that Treesmith knows. Did you mean "packages-x86_64"?',
    ]);
  });

  it('says where a request comes from', async () => {
    const treefile = await evaluate('include: a.yaml\npackages:\n  - p\n  - q r\n', {
      'a.yaml': 'packages: [p, z]\n',
    });
    const place = (name: string) => {
      const { file = '', line, column } = treefile.origins.packages.get(name) ?? {};
      return `${file.split('/').at(-1)}:${line}:${column}`;
    };
    expect([place('p'), place('r'), place('z')]).toEqual([
      'main.yaml:3:5',
      'main.yaml:4:5',
      'a.yaml:1:15',
    ]);
  });

  it('refuses one that is excluded too', async () => {
    const bad = await fault('include: a.yaml\npackages:\n  - x\n', {
      'a.yaml': 'exclude-packages: [x]\n',
    });
    expect(bad).toMatchObject({ code: 'CONFLICTING_KEYS', where: 'main.yaml:3:5' });
    expect(bad.message).toContain('a.yaml:1:20');
  });
});

describe('defaults', () => {
  it('are those of rpm-ostree', async () => {
    expect(await evaluate('packages: [a]\n')).toMatchObject({
      edition: '2014',
      bootLocation: 'new',
      tmpIsDir: false,
      selinux: true,
      selinuxLabelVersion: 0,
      recommends: true,
      documentation: true,
      machineidCompat: true,
      preservePasswd: true,
      checkPasswd: { type: 'previous' },
      checkGroups: { type: 'previous' },
      rpmdb: 'target',
      optUsrlocal: 'var',
      sysusers: 'compose-auto',
      automaticVersionSuffix: '.',
      ignoreDevices: true,
      container: false,
      repos: [],
    });
  });

  it('change with edition 2024 in the file that names it, where that file leaves them open', async () => {
    const inner = { 'a.yaml': 'tmp-is-dir: false\nboot-location: new\n' };
    expect(await evaluate('edition: "2024"\ninclude: a.yaml\n', inner)).toMatchObject({
      tmpIsDir: true,
      bootLocation: 'modules',
    });
    expect(await evaluate('edition: "2024"\ntmp-is-dir: false\n')).toMatchObject({
      tmpIsDir: false,
      bootLocation: 'modules',
    });
    const old = { 'a.yaml': 'edition: "2024"\n' };
    expect(await evaluate('tmp-is-dir: false\ninclude: a.yaml\n', old)).toMatchObject({
      tmpIsDir: false,
      bootLocation: 'modules',
      edition: '2024',
    });
  });

  it('change for a container, whatever its file says', async () => {
    expect(await evaluate('container: true\nselinux: true\nboot-location: new\n')).toMatchObject({
      selinux: false,
      tmpIsDir: true,
      bootLocation: 'modules',
      preservePasswd: false,
      checkPasswd: { type: 'none' },
      checkGroups: { type: 'none' },
    });
  });

  it('count for a key without a value', async () => {
    expect(await evaluate('packages:\n  # - none yet\npackages-x86_64:\nselinux:\n')).toMatchObject(
      { packages: [], selinux: true },
    );
  });

  it('know the old spellings', async () => {
    expect(
      await evaluate(
        'gpg_key: foo\nboot_location: modules\ndefault_target: bar\nautomatic_version_prefix: baz\nbootstrap_packages: [b]\nrpmdb: b-d-b\nopt-usrlocal: state-overlay\n',
      ),
    ).toMatchObject({
      gpgKey: 'foo',
      bootLocation: 'modules',
      defaultTarget: 'bar',
      automaticVersionPrefix: 'baz',
      packages: ['b'],
      rpmdb: 'target',
      optUsrlocal: 'stateoverlay',
    });
    expect(await evaluate('rpmdb: host\n')).toMatchObject({ rpmdb: 'host' });
  });
});

describe('checks of users', () => {
  it('take a number, one in a list, or two', async () => {
    const main =
      'check-passwd: {type: data, entries: {bin: 1, adm: [3, 4], foo: [2]}}\ncheck-groups: {type: data, entries: {bin: 1}}\n';
    const { checkPasswd, checkGroups } = await evaluate(main);
    expect(checkPasswd).toEqual({
      type: 'data',
      entries: { adm: { uid: 3, gid: 4 }, bin: { uid: 1, gid: 1 }, foo: { uid: 2, gid: 2 } },
    });
    expect(checkGroups).toEqual({ type: 'data', entries: { bin: 1 } });
  });
});

describe('finalize.d', () => {
  it('is named as left out, once', async () => {
    const files = { 'finalize.d/10-x': '#!/bin/sh\n', 'a.yaml': 'packages: [a]\n' };
    const { warnings } = await evaluate('include: a.yaml\n', files);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('finalize.d is left out'),
    ]);
  });
});

describe('external files', () => {
  it('are resolved, and must be there', async () => {
    await using tree = await writeFileTree({
      'main.yaml':
        'postprocess-script: post.sh\nadd-files: [[motd, /etc/motd], [bar, usr/share/bar]]\n',
      'post.sh': '#!/bin/sh\n',
      motd: 'hello',
      bar: '',
    });
    const read = () => readTreefile(tree.file('main.yaml'), { basearch: 'x86_64' });
    expect(await faultOf(read)).toMatchObject({ code: 'FILE_UNREADABLE', where: 'main.yaml:1:21' });
    await chmod(tree.file('post.sh'), 0o755);
    const treefile = await read();
    expect(treefile.postprocessScript).toBe(tree.file('post.sh'));
    expect(treefile.addFiles).toEqual([
      { source: tree.file('motd'), destination: '/etc/motd' },
      { source: tree.file('bar'), destination: '/usr/share/bar' },
    ]);
    expect((await fault('add-files: [[gone, /etc/gone]]\n')).code).toBe('FILE_MISSING');
  });

  it('cannot come from outside the folder, through links either', async () => {
    expect((await fault('add-files: [[/etc/shadow, /etc/x]]\n')).code).toBe('PATH_UNSAFE');
    expect((await fault('add-files: [[../../../../../../../etc/passwd, /etc/x]]\n')).code).toBe(
      'PATH_UNSAFE',
    );
    await using tree = await writeFileTree({ 'main.yaml': 'add-files: [[link, /etc/x]]\n' });
    await symlink('/etc/passwd', tree.file('link'));
    expect(
      await faultOf(() => readTreefile(tree.file('main.yaml'), { basearch: 'x86_64' })),
    ).toMatchObject({
      code: 'PATH_UNSAFE',
      where: 'main.yaml:1:13',
    });
  });
});

describe('lockInputs, composeInputs', () => {
  const files = { 'a.yaml': 'packages: [b]\n', group: 'root:x:0:\n' };
  const main =
    'include: a.yaml\npackages: [a]\npostprocess: [echo 1]\ncheck-groups: {type: file, filename: group}\n';

  async function inputs(text: string, others: Readonly<Record<string, string>>) {
    await using tree = await writeFileTree({ 'main.yaml': text, ...others });
    const treefile = await readTreefile(tree.file('main.yaml'), { basearch: 'x86_64' });
    return { lock: lockInputs(treefile), compose: await composeInputs(treefile) };
  }

  it('are the same in another folder, with other comments and other includes', async () => {
    const one = await inputs(main, files);
    expect(await inputs(main.replace('packages: [a]', '# both\npackages: [b, a]'), files)).toEqual(
      one,
    );
    expect(await inputs(`${main}metadata: {x: 1}\n`, files)).toEqual(one);
  });

  it('part where a script or a file changes: the lock does not depend on them', async () => {
    const one = await inputs(main, files);
    const script = await inputs(main.replace('echo 1', 'echo 2'), files);
    expect(script.lock).toEqual(one.lock);
    expect(script.compose).not.toEqual(one.compose);
    const group = await inputs(main, { ...files, group: 'root:x:1:\n' });
    expect(group.lock).toEqual(one.lock);
    expect(group.compose).not.toEqual(one.compose);
    expect((await inputs(`${main}recommends: false\n`, files)).lock).not.toEqual(one.lock);
  });

  it('part where a file of overlay.d or its mode changes, and stay with another umask', async () => {
    const text = `${main}ostree-layers: [overlay/05core]\nadd-files: [[tool, /usr/bin/tool]]\n`;
    await using tree = await writeFileTree({
      ...files,
      'main.yaml': text,
      tool: '#!/bin/sh\n',
      'overlay.d/05core/usr/lib/tool.conf': 'a\n',
    });
    const now = async () =>
      composeInputs(await readTreefile(tree.file('main.yaml'), { basearch: 'x86_64' }));
    const one = await now();
    await chmod(tree.file('tool'), 0o664);
    expect(await now()).toEqual(one);
    await chmod(tree.file('tool'), 0o755);
    const executable = await now();
    expect(executable).not.toEqual(one);
    const overlaid = tree.file('overlay.d/05core/usr/lib/tool.conf');
    await chmod(overlaid, 0o664);
    expect(await now()).toEqual(executable);
    await writeFile(overlaid, 'b\n');
    expect(await now()).not.toEqual(executable);
  });
});
