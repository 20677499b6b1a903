import { describe, expect, it } from 'vitest';
import { parseRemix } from '../../../lib/remix/remix.ts';
import { faultOf } from './faults.ts';

const HEAD = 'name: anvil\ntreefile: anvil.yaml\n';
const BASE = '{name: b, kind: base, packages: [bash], architectures: [x86_64]}';
const parse = (containers: readonly string[], architectures = 'x86_64') =>
  parseRemix(
    `${HEAD}architectures: [${architectures}]\ncontainers:\n${containers.map((each) => `  - ${each}\n`).join('')}`,
    '/r/remix.yaml',
  ).containers;

const NOTHING_SAID = {
  architectures: [],
  compression: 'gzip',
  labels: {},
  annotations: {},
  process: { env: {}, exposedPorts: [], volumes: [] },
};

describe('containers of remix.yaml', () => {
  it('need a name and a kind, and what the kind is made of', () => {
    const containers = parse([
      '{name: a, kind: bootable}',
      '{name: b, kind: base, packages: [bash]}',
      '{name: c, kind: application, base: b}',
    ]);
    expect(containers).toEqual([
      { ...NOTHING_SAID, name: 'a', kind: 'bootable', maxLayers: 64 },
      { ...NOTHING_SAID, name: 'b', kind: 'base', packages: ['bash'], units: [], maxLayers: 1 },
      { ...NOTHING_SAID, name: 'c', kind: 'application', base: 'b', packages: [], units: [] },
    ]);
  });

  it('have every key', () => {
    const [container] = parse([
      `{name: c, kind: application, base: b, packages: [nginx, /usr/bin/curl], files: rootfs/./c,
        units: [nginx.service], architectures: [x86_64], compression: zstd, compression-level: 19,
        labels: {org.example.team: web}, annotations: {org.opencontainers.image.title: c},
        entrypoint: [/usr/sbin/nginx], cmd: [-g, daemon off;], env: {TZ: UTC}, user: nginx:nginx,
        working-dir: /srv, exposed-ports: [8080, "53/udp"], volumes: [/srv], stop-signal: SIGQUIT}`,
      BASE,
    ]);
    expect(container).toEqual({
      name: 'c',
      kind: 'application',
      base: 'b',
      packages: ['nginx', '/usr/bin/curl'],
      files: '/r/rootfs/c',
      units: ['nginx.service'],
      architectures: ['x86_64'],
      compression: 'zstd',
      compressionLevel: 19,
      labels: { 'org.example.team': 'web' },
      annotations: { 'org.opencontainers.image.title': 'c' },
      process: {
        entrypoint: ['/usr/sbin/nginx'],
        cmd: ['-g', 'daemon off;'],
        env: { TZ: 'UTC' },
        user: 'nginx:nginx',
        workingDir: '/srv',
        exposedPorts: ['8080/tcp', '53/udp'],
        volumes: ['/srv'],
        stopSignal: 'SIGQUIT',
      },
    });
  });

  it('may have a base for fewer architectures when they have no more', () => {
    const containers = [BASE, '{name: c, kind: application, base: b, architectures: [x86_64]}'];
    expect(parse(containers, 'x86_64, aarch64')).toHaveLength(2);
  });

  const cases: readonly (readonly [
    what: string,
    container: string,
    code: string,
    column: number,
    message: RegExp,
    hint?: RegExp,
  ])[] = [
    ['a base without packages', '{name: a, kind: base}', 'MISSING_KEY', 5, /"packages"/],
    ['an application without base', '{name: a, kind: application}', 'MISSING_KEY', 5, /"base"/],
    ['another kind', '{name: a, kind: app}', 'BAD_VALUE', 21, /bootable, base, application/],
    [
      'packages of a bootable container',
      '{name: a, kind: bootable, packages: [bash]}',
      'CONFLICTING_KEYS',
      31,
      /containers\[0\]\.packages: .* packages of the treefile/,
    ],
    ...['base: b', 'files: f', 'units: [a.service]', 'user: a', 'working-dir: /a'].map(
      (key) =>
        [
          `${key} of a bootable container`,
          `{name: a, kind: bootable, ${key}}`,
          'CONFLICTING_KEYS',
          31,
          /a bootable container/,
        ] as const,
    ),
    [
      'volumes of a bootable container',
      '{name: a, kind: bootable, volumes: [/srv]}',
      'CONFLICTING_KEYS',
      31,
      /state in \/var/,
    ],
    [
      'a base of a base',
      '{name: a, kind: base, packages: [bash], base: b}',
      'CONFLICTING_KEYS',
      45,
      /only an application/,
    ],
    [
      'max-layers of an application',
      '{name: a, kind: application, base: b, max-layers: 3}',
      'CONFLICTING_KEYS',
      43,
      /one layer of packages and one of files/,
    ],
    [
      'a base that is not there',
      '{name: a, kind: application, base: bb}',
      'BAD_VALUE',
      40,
      /no container "bb"/,
      /Did you mean b\?/,
    ],
    [
      'itself as base',
      '{name: a, kind: application, base: a}',
      'BAD_VALUE',
      40,
      /"a" is itself, not of kind base/,
    ],
    [
      'a base for fewer architectures',
      '{name: a, kind: application, base: b}',
      'BAD_VALUE',
      40,
      /"b" is not made for aarch64, only for x86_64/,
      /Add aarch64/,
    ],
    [
      'an architecture that the remix has not',
      '{name: a, kind: bootable, architectures: [x86_64, s390x]}',
      'BAD_VALUE',
      55,
      /s390x is not among the remix's: x86_64, aarch64/,
    ],
    [
      'a level that gzip has not',
      '{name: a, kind: bootable, compression-level: 12}',
      'BAD_VALUE',
      50,
      /1 to 9 for gzip, got 12/,
    ],
    [
      'an unknown compression',
      '{name: a, kind: bootable, compression: xz}',
      'BAD_VALUE',
      44,
      /gzip, zstd, zstd:chunked/,
    ],
    ['no layers', '{name: a, kind: bootable, max-layers: 0}', 'BAD_VALUE', 43, /1 to 120/],
    ['few layers', '{name: a, kind: bootable, max-layers: 4}', 'BAD_VALUE', 43, /5 or more/],
    [
      'a label that is ours',
      '{name: a, kind: base, packages: [bash], labels: {containers.bootc: "1"}}',
      'BAD_VALUE',
      54,
      /containers\.bootc says that an image is a commit/,
    ],
    [
      'a number as label',
      '{name: a, kind: bootable, labels: {a: 1}}',
      'WRONG_TYPE',
      43,
      /expected a string, got 1/,
      /Put it in quotes: "1"/,
    ],
    [
      'a variable of no name',
      '{name: a, kind: bootable, env: {a=b: c}}',
      'BAD_VALUE',
      37,
      /containers\[0\]\.env: expected names of variables.*, got "a=b"$/,
    ],
    [
      'a program as string',
      '{name: a, kind: bootable, cmd: /bin/sh}',
      'WRONG_TYPE',
      36,
      /a list of strings/,
      /\["\/bin\/sh"\]/,
    ],
    [
      'a port that is none',
      '{name: a, kind: bootable, exposed-ports: [65536]}',
      'BAD_VALUE',
      47,
      /a port, such as 8080 or 53\/udp, got 65536/,
    ],
    [
      'a signal that is none',
      '{name: a, kind: bootable, stop-signal: TERM}',
      'BAD_VALUE',
      44,
      /SIG/,
    ],
    [
      'a relative working-dir',
      '{name: a, kind: base, packages: [bash], working-dir: srv}',
      'BAD_VALUE',
      58,
      /an absolute path/,
    ],
    [
      'a unit with a folder',
      '{name: a, kind: base, packages: [bash], units: [../a.service]}',
      'BAD_VALUE',
      53,
      /the name of a unit/,
    ],
    [
      'files that are absolute',
      '{name: a, kind: base, packages: [bash], files: /etc}',
      'PATH_UNSAFE',
      52,
      /not a relative path/,
    ],
    [
      'files that lead out of the folder',
      '{name: a, kind: base, packages: [bash], files: a/../../b}',
      'PATH_UNSAFE',
      52,
      /leads out of the folder of remix.yaml/,
    ],
    [
      'a key of images',
      '{name: a, kind: bootable, format: raw}',
      'UNKNOWN_KEY',
      31,
      /unknown key "format" in containers\[0\]/,
    ],
  ];
  for (const [what, container, code, column, message, hint] of cases) {
    it(`refuse ${what}`, async () => {
      const found = await faultOf(() => parse([container, BASE], 'x86_64, aarch64'));
      expect(`${found.code} ${found.where}`).toBe(`${code} remix.yaml:5:${column}`);
      expect(found.message).toMatch(message);
      if (hint !== undefined) expect(found.hint).toMatch(hint);
    });
  }
});
