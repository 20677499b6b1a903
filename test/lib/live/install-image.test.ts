import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { INIT_INSTALL } from '../../../lib/live/init-install.ts';
import { makeInstallImage } from '../../../lib/live/install-image.ts';

const MIB = 2 ** 20;
let folder: string;
let disk: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treesmith-install-'));
  disk = join(folder, 'disk.raw');
  await using file = await open(disk, 'wx');
  await file.truncate(40 * MIB);
  await file.write('EFI PART', 512);
  await file.write('one', MIB + 5);
  await file.write('across', 10 * MIB - 3);
  await file.write('end', 40 * MIB - 3);
});
afterAll(() => rm(folder, { recursive: true }));

describe('makeInstallImage', () => {
  it('leaves the holes out, and keeps the first MiB by itself', async () => {
    const workDir = join(folder, 'raw');
    await mkdir(workDir);
    const { sizeBytes, map } = await makeInstallImage(disk, workDir);
    expect(sizeBytes).toBe(40 * MIB);
    expect(await readFile(map, 'utf8')).toBe('0 1\n1 1\n9 2\n39 1\n');
  });

  it('makes what the installer makes the disk of again', async () => {
    const workDir = join(folder, 'zst');
    await mkdir(workDir);
    await runTool(['zstd', '-q', disk, '-o', `${disk}.zst`]);
    const { data, map } = await makeInstallImage(`${disk}.zst`, workDir);
    const [first, target] = [join(folder, 'first'), join(folder, 'target')];
    await runTool(['truncate', '-s', '40M', target]);
    const script = join(folder, 'install.sh');
    await writeFile(
      script,
      `set -f -o pipefail\n${INIT_INSTALL}\nzstd -dcq "$1" | write_parts "$2" "$3" "$4"`,
    );
    await runTool(['bash', script, data, first, target, map]);
    // The first MiB is for later.
    expect((await readFile(target)).subarray(0, MIB).equals(Buffer.alloc(MIB))).toBe(true);
    await runTool(['dd', `if=${first}`, `of=${target}`, 'conv=notrunc', 'status=none']);
    expect((await readFile(target)).equals(await readFile(disk))).toBe(true);
  });

  it('fails half-way when the data is cut short', async () => {
    const workDir = join(folder, 'cut');
    await mkdir(workDir);
    const { data, map } = await makeInstallImage(disk, workDir);
    const cut = (await readFile(data)).subarray(0, -6);
    await writeFile(data, cut);
    const argv = [
      'bash',
      join(folder, 'install.sh'),
      data,
      join(folder, 'f'),
      join(folder, 't'),
      map,
    ];
    expect((await runTool(argv, { okExitCodes: [0, 1] })).exitCode).toBe(1);
  });
});
