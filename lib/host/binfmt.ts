import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { ARCHITECTURES, BASEARCHES, type Basearch } from './architecture.ts';
import { findEmulator } from './emulator.ts';
import type { HostCode } from './errors.ts';
import { findProgramFault, isNative } from './foreign-programs.ts';
import { asRoot } from './privilege.ts';
import { runTool, ToolError } from './process.ts';

/** Exit code of umount. */
const UMOUNT_FAILED = 32;
const FOLDER = '/proc/sys/fs/binfmt_misc';
/** What begins with it is ours: as an entry, and as the source of the mount. */
const OWNER = 'treesmith';
const WHAT = 'registering an emulator with the kernel';

/** Bytes of an ELF header that decide: identity, type (a program, or one that can be moved), machine. */
const MATCHED_BYTES = 20;
/** Where an ABI is named, which is nothing to QEMU. */
const ABI_OFFSET = 7;
const MACHINE_OFFSET = 18;

/**
 * Returns the architectures whose programs this kernel runs through an emulator, in a chroot too: it
 * must be registered with flag F, which opens it beforehand. Sorted.
 * Documentation/admin-guide/binfmt-misc.rst of the kernel.
 */
export async function readBinfmt(folder = FOLDER): Promise<Basearch[]> {
  const names = await readdir(folder).catch(() => []);
  const entries = await Promise.all(
    names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
  );
  const working = entries.filter(
    (entry) => /^enabled$/m.test(entry) && /^flags: .*F/m.test(entry) && /^offset 0$/m.test(entry),
  );
  const magics = working.flatMap((entry) => /^magic ([0-9a-f]+)$/m.exec(entry)?.[1] ?? []);
  return BASEARCHES.filter((basearch) => magics.includes(formatMagic(basearch).toString('hex')));
}

/**
 * Returns the line that registers an emulator: flags F (opened now, so that it is found in a chroot),
 * P (programs see the name that they were called by), O (opened for it: it need not be readable).
 */
export function formatBinfmtRule(basearch: Basearch, emulatorPath: string): string {
  const written = (bytes: Uint8Array) =>
    [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  const magic = written(formatMagic(basearch));
  return `:${OWNER}-${basearch}:M::${magic}:${written(formatMask(basearch))}:${emulatorPath}:OPF`;
}

/**
 * Makes the kernel run programs of `basearches` in QEMU, where it does not yet. What others have
 * registered is left as it is. Holds until the next boot, or `unregisterEmulators`. Returns those that
 * were registered now.
 *
 * @throws ConfigError EMULATOR_MISSING, EMULATOR_NOT_REGISTERED, NOT_PRIVILEGED, SANDBOX_FORBIDDEN
 */
export async function registerEmulators(
  basearches: readonly Basearch[],
  log: Log,
): Promise<Basearch[]> {
  const registered: Basearch[] = [];
  for (const basearch of basearches.filter((name) => !isNative(name))) {
    if ((await findProgramFault(basearch)) === undefined) continue;
    const emulatorPath = await findEmulator(basearch);
    await register(basearch, emulatorPath, log);
    const fault = await findProgramFault(basearch);
    if (fault !== undefined) {
      await unregister(`${OWNER}-${basearch}`, log);
      throw notRegistered(basearch, `${emulatorPath} does not work: ${fault}`);
    }
    log.info(`Programs of ${basearch} run in ${emulatorPath} from now on`);
    registered.push(basearch);
  }
  return registered;
}

/** Returns the architectures whose emulator `registerEmulators` has registered, now or before. */
export async function readOwnEmulators(): Promise<Basearch[]> {
  const names = await readNames();
  return BASEARCHES.filter((basearch) => names.includes(`${OWNER}-${basearch}`));
}

/**
 * Takes back what `registerEmulators` has done, and the mount if that was ours and nothing needs it any
 * more. Returns the architectures that were registered.
 *
 * @throws ConfigError NOT_PRIVILEGED
 */
export async function unregisterEmulators(
  log: Log,
  basearches: readonly Basearch[] = BASEARCHES,
): Promise<Basearch[]> {
  const names = await readNames();
  const ours = basearches.filter((basearch) => names.includes(`${OWNER}-${basearch}`));
  for (const basearch of ours) await unregister(`${OWNER}-${basearch}`, log);
  const others = names.length - ours.length - ['register', 'status'].length;
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n');
  // The last one covers those before.
  const mount = mounts.findLast((line) => line.split(' ')[1] === FOLDER);
  if (mount?.startsWith(`${OWNER} `) === true && others === 0) {
    // Not while somebody reads it: it costs nothing to leave it.
    const busy = { okExitCodes: [0, UMOUNT_FAILED] };
    await runTool(await asRoot(['umount', FOLDER], WHAT), { log, ...busy });
  }
  return ours;
}

async function register(basearch: Basearch, emulatorPath: string, log: Log): Promise<void> {
  const name = `${OWNER}-${basearch}`;
  try {
    if (!(await readNames()).includes('register')) {
      const mount = ['mount', '-t', 'binfmt_misc', OWNER, FOLDER];
      await runTool(await asRoot(mount, WHAT), { log });
    }
    // Its emulator was removed, or is one that does not work any more.
    if ((await readNames()).includes(name)) await unregister(name, log);
    await write('register', formatBinfmtRule(basearch, emulatorPath), log);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw notRegistered(basearch, error.message, error);
  }
}

function readNames(): Promise<string[]> {
  return readdir(FOLDER).catch(() => []);
}

async function unregister(name: string, log: Log): Promise<void> {
  try {
    await write(name, '-1', log);
  } catch (error) {
    // Another process did.
    if (!(error instanceof ToolError) || (await readNames()).includes(name)) throw error;
  }
}

async function write(name: string, text: string, log: Log): Promise<void> {
  const argv = await asRoot(['tee', join(FOLDER, name)], WHAT);
  await runTool(argv, { input: text, log });
}

function notRegistered(basearch: Basearch, why: string, cause?: unknown): ConfigError<HostCode> {
  return new ConfigError<HostCode>(
    'EMULATOR_NOT_REGISTERED',
    `the kernel does not run programs of ${basearch} in an emulator: ${why}`,
    {
      hint: 'In a container, run it with --privileged, or run "treesmith setup" on the machine outside; or build on a machine of that architecture.',
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

function formatMagic(basearch: Basearch): Buffer {
  const { machine, byteOrder } = ARCHITECTURES[basearch].elf;
  const little = byteOrder === 'little';
  const bytes = Buffer.alloc(MATCHED_BYTES);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, little ? 1 : 2, 1]);
  // A program at a fixed address; the mask lets in 3 beside 2, as position-independent ones are.
  if (little) {
    bytes.writeUInt16LE(2, MACHINE_OFFSET - 2);
    bytes.writeUInt16LE(machine, MACHINE_OFFSET);
  } else {
    bytes.writeUInt16BE(2, MACHINE_OFFSET - 2);
    bytes.writeUInt16BE(machine, MACHINE_OFFSET);
  }
  return bytes;
}

function formatMask(basearch: Basearch): Buffer {
  const bytes = Buffer.alloc(MATCHED_BYTES, 0xff);
  bytes[ABI_OFFSET] = 0;
  const little = ARCHITECTURES[basearch].elf.byteOrder === 'little';
  bytes[MACHINE_OFFSET - (little ? 2 : 1)] = 0xfe;
  return bytes;
}
