import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASEARCHES, type Basearch } from '../../../lib/host/architecture.ts';
import { formatBinfmtRule, readBinfmt } from '../../../lib/host/binfmt.ts';
import { findEmulator } from '../../../lib/host/emulator.ts';
import { isNative } from '../../../lib/host/foreign-programs.ts';
import { formatProbeProgram, PROBE_EXIT_CODE } from '../../../lib/host/probe-program.ts';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { findTool } from '../../../lib/host/tools.ts';

let dir: TempDir;

beforeAll(async () => {
  dir = await makeTempDir();
});

afterAll(() => dir[Symbol.asyncDispose]());

const foreign = BASEARCHES.filter((basearch) => !isNative(basearch));

describe('formatBinfmtRule', () => {
  /** Fields 3 and 4 of a line: magic and mask, as the bytes that the kernel makes of them. */
  const bytesOf = (line: string, field: number) =>
    (line.split(':')[field + 1] ?? '').replaceAll('\\x', '');

  it.each(foreign)('matches what the distribution registers for %s', (basearch) => {
    const path = `/usr/lib/binfmt.d/qemu-${basearch}.conf`;
    const line = formatBinfmtRule(basearch, '/usr/bin/emulator');
    expect(line).toMatch(
      new RegExp(`^:treesmith-${basearch}:M::(\\\\x..){20}:(\\\\x..){20}:/usr/bin/emulator:OPF$`),
    );
    // Another distribution, or none of QEMU's emulators.
    if (!existsSync(path)) return;
    const theirs = readFileSync(path, 'utf8').trim();
    expect(bytesOf(line, 3)).toBe(bytesOf(theirs, 3));
    // They differ in what of the ABI they look at.
    const plain = (mask: string) => Buffer.from(mask, 'hex').fill(0, 7, 8).fill(0xff, 19);
    expect(plain(bytesOf(line, 4))).toEqual(plain(bytesOf(theirs, 4)));
  });
});

describe('formatProbeProgram', () => {
  it.each(BASEARCHES)('gives a program of %s that ends with its code', async (basearch) => {
    const path = join(dir.path, `probe-${basearch}`);
    await writeFile(path, formatProbeProgram(basearch), { mode: 0o755 });
    const emulator = isNative(basearch) ? undefined : await findEmulator(basearch);
    const argv = [...(emulator === undefined ? [] : [emulator]), path];
    expect((await runTool(argv, { okExitCodes: [PROBE_EXIT_CODE] })).exitCode).toBe(42);
  });
});

describe('findEmulator', () => {
  async function withPath<T>(path: string, body: () => Promise<T>): Promise<T> {
    const before = process.env.PATH;
    process.env.PATH = path;
    try {
      return await body();
    } finally {
      process.env.PATH = before;
    }
  }

  it('says which package is missing', async () => {
    const empty = join(dir.path, 'empty');
    await mkdir(empty);
    await expect(withPath(empty, () => findEmulator('s390x'))).rejects.toMatchObject({
      code: 'EMULATOR_MISSING',
      message: 'qemu-s390x-static is not installed',
      hint: expect.stringContaining('apt-get install qemu-user-static'),
    });
  });

  it('refuses one that is linked dynamically', async () => {
    const bin = join(dir.path, 'dynamic');
    await mkdir(bin);
    await copyFile(findTool('cat') ?? '', join(bin, 'qemu-s390x'));
    await expect(withPath(bin, () => findEmulator('s390x'))).rejects.toMatchObject({
      code: 'EMULATOR_MISSING',
      message: expect.stringContaining('linked dynamically'),
    });
  });
});

describe('readBinfmt', () => {
  it('names the architectures whose emulator works in a chroot', async () => {
    const folder = join(dir.path, 'binfmt');
    await mkdir(folder);
    const magic = (basearch: Basearch) =>
      (formatBinfmtRule(basearch, '/x').split(':')[4] ?? '').replaceAll('\\x', '');
    const entry = (basearch: Basearch, enabled: string, flags: string) =>
      `${enabled}\ninterpreter /usr/bin/x\nflags: ${flags}\noffset 0\nmagic ${magic(basearch)}\nmask ff\n`;
    await writeFile(join(folder, 'any-name'), entry('aarch64', 'enabled', 'PF'));
    await writeFile(join(folder, 'qemu-s390x'), entry('s390x', 'disabled', 'PF'));
    await writeFile(join(folder, 'qemu-ppc64le'), entry('ppc64le', 'enabled', 'P'));
    await writeFile(join(folder, 'treesmith-riscv64'), entry('riscv64', 'enabled', 'OPF'));
    await writeFile(join(folder, 'python3.11'), 'enabled\nflags: F\noffset 0\nmagic a70d0d0a\n');
    expect(await readBinfmt(folder)).toEqual(['aarch64', 'riscv64']);
    expect(await readBinfmt('/nonexistent')).toEqual([]);
  });
});

describe('registerEmulators', () => {
  const host = join(import.meta.dirname, '../../../lib/host');
  const program = `
    import { registerEmulators, unregisterEmulators, readBinfmt } from '${host}/binfmt.ts';
    import { findProgramFault } from '${host}/foreign-programs.ts';
    import { silentLog } from '${host}/../core/log.ts';
    const faults = () => Promise.all(${JSON.stringify(foreign)}.map(findProgramFault));
    const works = async () => (await faults()).filter((fault) => fault === undefined).length;
    const said = [await works(), await readBinfmt()];
    said.push(await registerEmulators(${JSON.stringify(foreign)}, silentLog), await works());
    said.push(await readBinfmt());
    // A second time there is nothing to do.
    said.push(await registerEmulators(${JSON.stringify(foreign)}, silentLog));
    said.push(await unregisterEmulators(silentLog), await works(), await readBinfmt());
    console.log(JSON.stringify(said));`;

  it('makes programs run in an empty root, until it is undone', async (context) => {
    const path = join(dir.path, 'register.ts');
    await writeFile(path, program);
    // From Linux 6.7 on each user namespace has registrations of its own: nothing of it is the machine's, whose
    // folder may be in sight because other tests register there.
    const mount = 'mount -t binfmt_misc x /proc/sys/fs/binfmt_misc && exec "$@"';
    const own = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', mount, 'sh'];
    const tried = await runTool([...own, 'ls', '/proc/sys/fs/binfmt_misc'], {
      okExitCodes: Array.from({ length: 256 }, (_, code) => code),
    });
    if (tried.stdout !== 'register\nstatus\n') {
      context.skip(`no binfmt_misc of one's own in a user namespace: ${tried.stderr.trim()}`);
    }
    const { stdout } = await runTool([...own, process.execPath, path]);
    expect(JSON.parse(stdout)).toEqual([
      ...[0, []],
      ...[foreign, foreign.length, foreign],
      [],
      ...[foreign, 0, []],
    ]);
  });
});
