import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { arch, homedir } from 'node:os';
import { join } from 'node:path';
import { writeFileAtomic } from './files.ts';
import { startTool } from './process.ts';
import { makeTempDir } from './temp.ts';
import { findTool } from './tools.ts';

/** Changes when the probe does: verdicts of an older probe are forgotten. */
const PROBE_VERSION = 2;
const DEVICE = '/dev/kvm';
const ANSWER_WITHIN_MS = 5000;
/** On a busy machine a sound KVM may be this much slower than emulation was a moment before. */
const SLOWER_AT_MOST = 4;
const LEAST_WITHIN_MS = 3000;
const GREETING = 'treesmith guest';
/** isa-debug-exit ends QEMU with (value << 1) | 1. */
const EXIT_VALUE = 0x2a;
const EXIT_CODE = (EXIT_VALUE << 1) | 1;

/** Whether KVM works here, and why not. */
export interface KvmVerdict {
  readonly works: boolean;
  readonly reason: string;
}

/** Whether a guest really runs under KVM on this machine. Throws nothing. */
export async function probeKvm(): Promise<boolean> {
  return (await explainKvm()).works;
}

/**
 * Says whether KVM works, by a guest that must answer within 5 s, and not much later than the same
 * guest answers without KVM: `/dev/kvm` that opens can still hang, or crawl at a fraction of the
 * speed of emulation (nested virtualisation). The verdict is remembered until the next boot of this
 * machine, since a hang costs seconds each time.
 */
export async function explainKvm(cacheFile: string = defaultCacheFile()): Promise<KvmVerdict> {
  const quick = await findObstacle();
  if (quick !== undefined) return { works: false, reason: quick };
  const key = await machineKey();
  const known = await readCache(cacheFile, key);
  if (known !== undefined) return known;
  const verdict = await compareGuests();
  await writeCache(cacheFile, key, verdict);
  return verdict;
}

async function compareGuests(): Promise<KvmVerdict> {
  const started = performance.now();
  const emulationFault = await runProbeGuest('tcg', 2 * ANSWER_WITHIN_MS);
  const emulatedMs = performance.now() - started;
  if (emulationFault !== undefined) {
    return { works: false, reason: `without KVM, ${emulationFault}` };
  }
  // Emulation may have had luck with its moment.
  const withinMs = Math.min(
    ANSWER_WITHIN_MS,
    Math.max(LEAST_WITHIN_MS, SLOWER_AT_MOST * emulatedMs),
  );
  const fault = await runProbeGuest('kvm', withinMs);
  if (fault === undefined) return { works: true, reason: 'a guest answered' };
  const compared = `without KVM it answers within ${(emulatedMs / 1000).toFixed(1)} s`;
  return { works: false, reason: `${DEVICE} opens, but ${fault}; ${compared}` };
}

/**
 * Boots a guest of one sector that greets on its serial port and switches itself off. Returns
 * undefined when it did, or what it did instead.
 */
export async function runProbeGuest(
  accelerator: 'kvm' | 'tcg',
  withinMs = ANSWER_WITHIN_MS,
): Promise<string | undefined> {
  await using folder = await makeTempDir();
  const disk = join(folder.path, 'guest.img');
  await writeFile(disk, bootSector());
  const guest = await startTool([
    ...['qemu-system-x86_64', '-accel', accelerator, '-nodefaults', '-no-user-config', '-m', '16'],
    // The processor that systems are booted on: nested KVM may fail at its registers.
    ...['-smp', '2', '-cpu', accelerator === 'kvm' ? 'host' : 'max'],
    ...['-display', 'none', '-net', 'none', '-serial', 'stdio', '-no-reboot'],
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04'],
    ...['-drive', `file=${disk},format=raw,if=ide,snapshot=on`],
  ]);
  let output = '';
  let complaint = '';
  guest.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString('latin1');
  });
  guest.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  // SIGKILL: a QEMU that hangs in the kernel does not get to act on SIGTERM.
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    guest.kill('SIGKILL');
  }, withinMs);
  const [exitCode, signal] = (await once(guest, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  if (exitCode === EXIT_CODE && output.includes(GREETING)) return undefined;
  if (late) return `a guest did not answer within ${(withinMs / 1000).toFixed(1)} s`;
  const how = signal === null ? `exit code ${exitCode}` : signal;
  return `QEMU ended with ${how}: ${complaint.trim().split('\n')[0] ?? ''}`;
}

/** What can be seen without a guest. */
async function findObstacle(): Promise<string | undefined> {
  if (arch() !== 'x64') return `the probe knows x86_64 hosts only, this is ${arch()}`;
  if ((await stat(DEVICE).catch(() => undefined)) === undefined) return `there is no ${DEVICE}`;
  const usable = await access(DEVICE, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!usable) return `${DEVICE} may not be opened by this user (group kvm?)`;
  if (findTool('qemu-system-x86_64') === undefined) return 'QEMU is not installed';
  return undefined;
}

/**
 * The master boot record that BIOS loads at 0000:7c00 and jumps to:
 *
 *     finit                                                         EDK II does, and nested KVM may not
 *     xor ax,ax; mov ds,ax; cld; mov si,message; mov dx,0x3f8      COM1
 *     next: lodsb; test al,al; jz done; out dx,al; jmp next
 *     done: mov al,EXIT_VALUE; out 0xf4,al                          isa-debug-exit
 *     stop: hlt; jmp stop
 *     message: db GREETING, 10, 0
 */
function bootSector(): Buffer {
  const code = Buffer.from([
    ...[0x9b, 0xdb, 0xe3],
    ...[0x31, 0xc0, 0x8e, 0xd8, 0xfc, 0xbe, 0x1f, 0x7c, 0xba, 0xf8, 0x03],
    ...[0xac, 0x84, 0xc0, 0x74, 0x03, 0xee, 0xeb, 0xf8],
    ...[0xb0, EXIT_VALUE, 0xe6, 0xf4],
    ...[0xf4, 0xeb, 0xfd],
  ]);
  const sector = Buffer.alloc(512);
  code.copy(sector);
  sector.write(`${GREETING}\n\0`, 0x1f, 'latin1');
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

/** Changes with every boot of the machine, and with every other QEMU. */
async function machineKey(): Promise<string> {
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const qemu = findTool('qemu-system-x86_64') ?? '';
  const [device, program] = await Promise.all([stat(DEVICE), stat(qemu)]);
  return [PROBE_VERSION, bootId.trim(), device.ctimeMs, program.mtimeMs].join(' ');
}

function defaultCacheFile(): string {
  const cache = process.env.XDG_CACHE_HOME ?? '';
  return join(cache === '' ? join(homedir(), '.cache') : cache, 'treesmith', 'kvm.json');
}

async function readCache(file: string, key: string): Promise<KvmVerdict | undefined> {
  try {
    const found = JSON.parse(await readFile(file, 'utf8')) as KvmVerdict & { key: string };
    return found.key === key
      ? { works: found.works === true, reason: String(found.reason) }
      : undefined;
  } catch {
    return undefined;
  }
}

async function writeCache(file: string, key: string, verdict: KvmVerdict): Promise<void> {
  try {
    await mkdir(join(file, '..'), { recursive: true });
    await writeFileAtomic(file, JSON.stringify({ key, ...verdict }));
  } catch {
    // No home to write to: the next run asks again.
  }
}
