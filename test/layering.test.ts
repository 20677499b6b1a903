import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Layers of lib/, lowest first. A folder imports from its own folder and from lower layers. */
const LAYERS: readonly (readonly string[])[] = [
  ['core'],
  [
    ...['gpt', 'grub', 'mbr', 'oci', 'ostree', 'rpm'],
    ...['cpio', 'filesystem', 'iso9660', 'ovf', 'qcow2', 'tar', 'vhd', 'vhdx', 'vmdk'],
  ],
  ['host'],
  ['layers', 'registry', 'repo'],
  ['remix'],
  [
    ...[
      'boot',
      'compose',
      'container',
      'disk',
      'examine',
      'fetch',
      'inspect',
      'live',
      'lock',
      'media',
      'packs',
      'plan',
    ],
    ...['publish', 'report', 'sbom', 'sign'],
  ],
  ['build'],
  ['runner'],
];

/** What only some folders may use. */
const RESERVED: readonly { what: RegExp; folders: readonly string[] }[] = [
  { what: /^import (?!type).*from 'node:child_process'/m, folders: ['host'] },
  { what: /from '@actions\/exec'/, folders: ['host'] },
  { what: /from 'undici'/, folders: ['host'] },
  { what: /from '@octokit\//, folders: ['publish'] },
  { what: /'@actions\/(core|cache|artifact)'/, folders: ['runner'] },
  { what: /\bGITHUB_[A-Z]|\bRUNNER_[A-Z]/, folders: ['runner'] },
  { what: /\bprocess\.env\b|\{ env \} = process\b/, folders: ['host', 'runner'] },
  { what: /\b(Date\.now|new Date)\(\)/, folders: ['build', 'host', 'runner'] },
  { what: /\bMath\.random\(/, folders: [] },
];

const root = join(import.meta.dirname, '..');
const sources = globSync('{actions,cli,lib,demo,bench,scripts}/**/*.ts', {
  cwd: root,
  exclude: ['demo/out/**', 'bench/out/**'],
}).map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map((match) =>
    relative(root, join(root, dirname(file), match[1] ?? '')),
  );
}

function folderOf(file: string): string | undefined {
  return /^lib\/([^/]+)\//.exec(file)?.[1];
}

const layerOf = (folder: string) => LAYERS.findIndex((layer) => layer.includes(folder));

describe('lib', () => {
  it('has every folder in a layer', () => {
    const folders = new Set(sources.flatMap(({ file }) => folderOf(file) ?? []));
    expect([...folders].filter((folder) => layerOf(folder) === -1)).toEqual([]);
  });

  it('imports only downward, and never another folder of its own layer', () => {
    const breaches = sources.flatMap(({ file, text }) => {
      const from = folderOf(file);
      return importsOf(file, text).flatMap((target) => {
        const to = folderOf(target);
        if (from === undefined) return [];
        if (target.startsWith('schemas/')) return [];
        if (to === undefined) return [`${file} imports ${target}`];
        const allowed = to === from || layerOf(to) < layerOf(from);
        return allowed ? [] : [`${file} imports ${target}`];
      });
    });
    expect(breaches).toEqual([]);
  });

  it('keeps processes, the network, the environment and the clock where they belong', () => {
    const breaches = sources.flatMap(({ file, text }) => {
      const folder = folderOf(file);
      if (folder === undefined) return [];
      return RESERVED.filter(
        ({ what, folders }) => what.test(text) && !folders.includes(folder),
      ).map(({ what }) => `${file}: ${what.source}`);
    });
    expect(breaches).toEqual([]);
  });
});

describe('source files', () => {
  it('have names that say one thing', () => {
    const names = sources.map(({ file }) => file);
    expect(names.filter((file) => !/\/[a-z0-9-]+\.ts$/.test(file))).toEqual([]);
    expect(names.filter((file) => /\/(utils?|helpers?|common|misc)\.ts$/.test(file))).toEqual([]);
  });

  it('stay under 400 lines', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 400);
    expect(long.map(({ file }) => file)).toEqual([]);
  });

  it('leave actions to themselves', () => {
    const actionOf = (file: string) => /^actions\/([^/]+)\//.exec(file)?.[1];
    const breaches = sources.flatMap(({ file, text }) =>
      importsOf(file, text)
        .filter((target) => target.startsWith('actions/'))
        .filter((target) =>
          actionOf(file) === undefined
            ? !/^(actions\/main|scripts\/.*)\.ts$/.test(file)
            : actionOf(target) !== actionOf(file),
        )
        .map((target) => `${file} imports ${target}`),
    );
    expect(breaches).toEqual([]);
  });

  it('load the heavy clients of GitHub only when they are used', () => {
    const heavy =
      /^(?!import type|export type).*\bfrom '(@actions\/(cache|artifact|core)|@octokit\/)/m;
    expect(sources.filter(({ text }) => heavy.test(text)).map(({ file }) => file)).toEqual([]);
  });
});
