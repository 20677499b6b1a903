import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeTree } from '../../../lib/compose/compose.ts';
import { composeLock, makeFolders } from '../../../lib/compose/work-dir.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { withLock } from '../../../lib/host/files.ts';
import { findMemoryFolder } from '../../../lib/host/memory.ts';
import { runTool } from '../../../lib/host/process.ts';
import { newFolder, optionsOf, packagesOf } from './harness.ts';

describe('a tree in memory', () => {
  it('becomes the commit that it becomes on disk, and leaves nothing', async () => {
    const options = await optionsOf(await packagesOf());
    const lines: string[] = [];
    const log = { ...silentLog, debug: (line: string) => lines.push(line) };
    const { commit } = await composeTree({ ...options, log });
    expect(lines.some((line) => line.startsWith('The tree is made in memory'))).toBe(true);
    const onDisk = { ...options, repoPath: `${options.repoPath}-2`, treeInMemory: false };
    expect((await composeTree(onDisk)).commit).toBe(commit);
    const memory = (await findMemoryFolder(1)) ?? '';
    const workDirs = await Promise.all(
      (await readdir(memory))
        .filter((name) => name.startsWith('treesmith-'))
        .map((name) => runTool(['cat', join(memory, name, 'work-dir')], { okExitCodes: [0, 1] })),
    );
    expect(workDirs.map(({ stdout }) => stdout)).not.toContain(options.workDir);
  });

  it('goes on on disk when it outgrows what its packages say', async () => {
    const grows = `local file = assert(io.open("/usr/share/grown", "w"))
for _ = 1, 300 do assert(file:write(string.rep("x", 1024 * 1024))) end
assert(file:close())`;
    const packages = await packagesOf({
      name: 'grower',
      preamble: 'Requires: tiny-base',
      body: `%post -p <lua>\n${grows}\n%posttrans -p <lua>\nos.remove("/usr/share/grown")\n%files\n`,
    });
    const options = await optionsOf(packages);
    const { treefile, log: _log, ...plain } = options;
    const path = join(await newFolder(), 'options.json');
    await writeFile(path, JSON.stringify({ ...plain, treefilePath: treefile.path }));
    const child = join(import.meta.dirname, 'compose-child.ts');
    const { stdout } = await runTool([
      'unshare',
      ...['--mount', 'sh', '-c', 'mount -t tmpfs -o size=290m tmpfs /dev/shm && "$@"', 'sh'],
      ...[process.execPath, child, path],
    ]);
    const { commit } = await composeTree({ ...options, repoPath: `${options.repoPath}-2` });
    expect(JSON.parse(stdout)).toEqual({ commit });
  });

  it('is removed when the compose that made it was killed, and not while it is made', async () => {
    const memory = await newFolder('memory');
    const [killed, running, mine] = [await newFolder(), await newFolder(), await newFolder()];
    const left = await makeFolders(killed, silentLog, memory);
    const busy = await makeFolders(running, silentLog, memory);
    await writeFile(join(memory, 'treesmith-stranger'), '');
    await withLock(composeLock(running), async () => {
      await makeFolders(mine, silentLog, memory);
    });
    expect(existsSync(left.root)).toBe(false);
    expect(existsSync(busy.root)).toBe(true);
    expect(await readdir(memory)).toContain('treesmith-stranger');
  });

  it('is not made where there is no room', async () => {
    expect(await findMemoryFolder(1024)).toBe('/dev/shm');
    expect(await findMemoryFolder(2 ** 50)).toBeUndefined();
  });
});
