import { mkdir, readFile } from 'node:fs/promises';
import { arch, endianness } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ConfigError } from '../lib/core/errors.ts';
import { type Basearch, hostBasearch } from '../lib/host/architecture.ts';
import { writeFileAtomic } from '../lib/host/files.ts';
import type { DemoCode } from './errors.ts';
import { ANVIL_ARCHITECTURES } from './packages.ts';

/** The remix that the demo builds. */
export interface DemoRemix {
  readonly path: string;
  /** The machine's own first: it is what a person looks at first. */
  readonly architectures: readonly Basearch[];
}

/**
 * Returns demo/remix.yaml; or, when `asked` are other architectures than the one that it has, a copy of
 * it in `outDir` for all of them.
 *
 * @throws ConfigError ARCHITECTURE_UNKNOWN
 */
export async function prepareRemix(asked: readonly Basearch[], outDir: string): Promise<DemoRemix> {
  const path = join(import.meta.dirname, 'remix.yaml');
  const native = hostBasearch(arch(), endianness()) ?? 'x86_64';
  const own = ANVIL_ARCHITECTURES.includes(native) ? native : 'x86_64';
  const architectures = [...new Set([own, ...asked])];
  const unknown = architectures.find((basearch) => !ANVIL_ARCHITECTURES.includes(basearch));
  if (unknown !== undefined) {
    throw new ConfigError<DemoCode>(
      'ARCHITECTURE_UNKNOWN',
      `the demo is not made for ${unknown}, only for ${ANVIL_ARCHITECTURES.join(' and ')}`,
    );
  }
  const remix = parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  if (JSON.stringify(remix['architectures']) === JSON.stringify(architectures))
    return { path, architectures };
  await mkdir(outDir, { recursive: true });
  const copy = join(outDir, 'remix.yaml');
  const changed = {
    ...remix,
    architectures,
    treefile: join('..', String(remix['treefile'])),
    lockfile: 'rpms.lock.yaml',
  };
  await writeFileAtomic(copy, stringify(changed));
  return { path: copy, architectures };
}
