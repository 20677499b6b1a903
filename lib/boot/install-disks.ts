import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import type { Drive } from './machine.ts';

/** What the installer of a live disc reads: see docs/images.md. */
const CONFIG = 'install=/dev/vda\nthen=poweroff\n';

/**
 * Makes the disks with which a live disc installs its system without being asked: an empty one, which
 * is the first that Linux finds, and a small one that tells the installer so.
 */
export async function makeInstallDisks(options: {
  readonly sizeBytes: number;
  readonly workDir: string;
  readonly log: Log;
}): Promise<{ readonly target: Drive; readonly config: Drive }> {
  const { sizeBytes, workDir, log } = options;
  const target = join(workDir, 'installed.qcow2');
  await runTool(['qemu-img', 'create', '-q', '-f', 'qcow2', target, String(sizeBytes)], { log });
  const config = join(workDir, 'config.img');
  const text = join(workDir, 'treesmith.conf');
  await writeFile(text, CONFIG);
  const env = { MTOOLSRC: '/dev/null' };
  const geometry = ['-C', '-t', '80', '-h', '2', '-s', '18'];
  await runTool(['mformat', '-i', config, '-v', 'TREESMITH', ...geometry, '::'], { log, env });
  await runTool(['mcopy', '-i', config, text, '::/treesmith.conf'], { log, env });
  const disk = { kind: 'disk', writes: 'unsafe' } as const;
  return {
    target: { ...disk, file: target, format: 'qcow2' },
    config: { ...disk, file: config, format: 'raw' },
  };
}
