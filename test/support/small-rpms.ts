import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../lib/core/digest.ts';
import { readTool, runTool } from '../../lib/host/process.ts';

const CACHE = join(import.meta.dirname, '..', '.work', 'small-rpms');
const BUILD_TIME = 1_700_000_000;

/** Programs of the smallest tree in which scriptlets run. */
const PROGRAMS = [
  'sh',
  'bash',
  'cat',
  'chmod',
  'chown',
  'cp',
  'date',
  'id',
  'ln',
  'ls',
  'mkdir',
  'mv',
  'readlink',
  'rm',
  'sed',
  'b2sum',
  'sleep',
  'touch',
];

/** A package to build: what stands in its spec file after `%description`. */
export interface SmallPackage {
  readonly name: string;
  readonly version?: string;
  /** Preamble lines: `Requires: tiny-base`. */
  readonly preamble?: string;
  /** `%install`, scriptlets, `%files`. */
  readonly body: string;
  readonly arch?: 'noarch' | 'x86_64';
}

/** Builds a package with rpmbuild, once for each text; returns the path of the RPM. */
export async function buildRpm(small: SmallPackage): Promise<string> {
  const spec = `Name: ${small.name}
Version: ${small.version ?? '1.0'}
Release: 1
Summary: A package of the tests
License: Apache-2.0
AutoReqProv: no
${(small.arch ?? 'noarch') === 'noarch' ? 'BuildArch: noarch' : ''}
${small.preamble ?? ''}
%description
A package of the tests.
${small.body}
`;
  const folder = join(CACHE, sha256(spec).slice(0, 24));
  if (!existsSync(folder)) await build(spec, folder);
  const [name] = await readdir(folder);
  return join(folder, name ?? '');
}

/** Returns a package that brings /bin/sh and a few programs of the host, with their libraries. */
export async function tinyBase(): Promise<string> {
  const files = new Map<string, string>();
  for (const program of PROGRAMS) {
    const path = (await readTool(['sh', '-c', `readlink -f "$(command -v ${program})"`])).trim();
    files.set(`usr/bin/${program}`, path);
    for (const [, library] of (await readTool(['ldd', path])).matchAll(/(\/\S+)\s+\(0x/g)) {
      const merged = (library ?? '').replace(/^\/(?:usr\/)?/, 'usr/');
      files.set(merged, library ?? '');
    }
  }
  const copies = [...files].map(
    ([target, source]) => `install -D -m 0755 ${source} %{buildroot}/${target}`,
  );
  return buildRpm({
    name: 'tiny-base',
    arch: 'x86_64',
    preamble: 'Provides: /bin/sh\nProvides: /bin/bash',
    body: `%install
${copies.join('\n')}
cd %{buildroot}
for name in bin sbin lib lib64; do mkdir -p usr/$name; ln -s usr/$name $name; done
mkdir -p etc var/lib proc dev sys run tmp
printf 'root:x:0:0:root:/root:/bin/sh\\n' > etc/passwd
printf 'root:x:0:\\n' > etc/group
%files
/*
%config(noreplace) /etc/passwd
%config(noreplace) /etc/group
`,
  });
}

async function build(spec: string, folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, 'build-'));
  try {
    await writeFile(join(work, 'small.spec'), spec);
    const defines = {
      _topdir: join(work, 'top'),
      _rpmdir: join(work, 'out'),
      _rpmfilename: '%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm',
      _build_id_links: 'none',
      _binary_payload: 'w3.zstdio',
      debug_package: '%{nil}',
      __os_install_post: '%{nil}',
      source_date_epoch_from_changelog: '0',
      use_source_date_epoch_as_buildtime: '1',
      clamp_mtime_to_source_date_epoch: '1',
    };
    await runTool(
      [
        'rpmbuild',
        '-bb',
        '--quiet',
        ...Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`]),
        join(work, 'small.spec'),
      ],
      { env: { SOURCE_DATE_EPOCH: String(BUILD_TIME) } },
    );
    // Another worker may have built the same meanwhile: it is there whole.
    await rename(join(work, 'out'), folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
