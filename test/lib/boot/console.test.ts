import { describe, expect, it } from 'vitest';
import { ConsoleReader } from '../../../lib/boot/console.ts';

/** Lines as Anvil's console printed them, shortened. */
const BOOT = [
  '\x1b[2J\x1b[01;01H\x1b[=3hBdsDxe: loading Boot0001 "UEFI Misc Device" from PciRoot(0x0)/Pci(0x1,0x0)\r\n',
  '\x1b[0m\x1b[30m\x1b[47mWelcome to GRUB!\n\r\n\r',
  '\x1b[02;24HGNU GRUB  version 2.06-13+deb12u2\n\r\n\r\x1b[04;02H',
  '[    0.000000] Linux version 6.1.0-56-cloud-amd64\r\n[    4.939228] Run /init as init process\r\n',
  '[    5.687025] systemd[1]: Running in initrd.\r\n',
  '[\x1b[0;32m  OK  \x1b[0m] Reached target \x1b[0;1;39minitrd-switch-root.target\x1b[0m - Switch Root.\r\n',
  '\r\nAnvil 12 localhost ttyS0\r\n\r\nlocalhost login: ',
];

function read(...pieces: string[]): ConsoleReader {
  const reader = new ConsoleReader();
  for (const [index, piece] of pieces.entries()) reader.feed(piece, index * 1000);
  return reader;
}

describe('ConsoleReader', () => {
  it('follows a boot from firmware to login', () => {
    const reader = new ConsoleReader();
    const stages = BOOT.map((piece, index) => {
      reader.feed(piece, index * 1000);
      return reader.stage;
    });
    expect(stages).toEqual([
      'firmware',
      'boot loader',
      'boot loader',
      'initramfs',
      'initramfs',
      'systemd',
      'login',
    ]);
    expect(reader.deadEnd).toBeUndefined();
    expect(reader.stageSeenMs.get('boot loader')).toBe(1000);
    expect(reader.stageSeenMs.get('login')).toBe(6000);
  });

  it('reads the same from single characters', () => {
    const reader = read(...BOOT.join(''));
    expect(reader.stage).toBe('login');
    expect(reader.tail()).toBe(read(...BOOT).tail());
  });

  it('tells when the kernel started from its own clock', () => {
    const reader = new ConsoleReader();
    reader.feed('[    2.000000] first\n', 10_000);
    reader.feed('[    4.500000] second\n', 12_000);
    expect(reader.kernelStartMs).toBe(7500);
  });

  it('shows the last 60 lines without terminal sequences', () => {
    const reader = read(
      ...Array.from({ length: 100 }, (_, index) => `\x1b[0;32mline ${index}\x1b[0m\r\n`),
    );
    const lines = reader.tail().split('\n');
    expect(lines).toHaveLength(60);
    expect(lines[0]).toBe('line 40');
    expect(lines[59]).toBe('line 99');
  });

  it('keeps no more of a line without an end than it may', () => {
    const reader = new ConsoleReader();
    for (let index = 0; index < 1000; index += 1) reader.feed('x'.repeat(1000), 0);
    expect(reader.tail().length).toBeLessThan(60 * 4097);
  });

  it.each([
    ['grub rescue> ', 'neither its modules'],
    ['\x1b[04;02Hgrub> ', 'no menu'],
    ["error: file `/boot/vmlinuz' not found.\r\n", 'could not load'],
    ['error: you need to load the kernel first.\r\n', 'could not load'],
    ['>>Start PXE over IPv4.\r\n', 'no boot loader'],
    ['BdsDxe: No bootable option or device was found.\r\n', 'no boot loader'],
    ['UEFI Interactive Shell v2.2\r\n', 'no boot loader'],
    ['Press any key to continue...', 'waits for a key'],
    ['[    3.1] Kernel panic - not syncing: VFS: Unable to mount root fs\r\n', 'panicked'],
    ['You are in emergency mode. After logging in, type "journalctl -xb"\r\n', 'emergency'],
    ['Give root password for maintenance\r\n', 'emergency'],
    ['[   30.2] reboot: Power down\r\n', 'stopped before'],
  ])('knows that %j leads nowhere', (text, why) => {
    expect(read(text).deadEnd).toContain(why);
  });

  it('sees the login of a kernel that was told to be quiet', () => {
    const quiet = read(
      "  Booting `Anvil 12 (ostree:0)'\r\n\r\nBooting in blind mode\r\n",
      '\r\nAnvil 12 anvil ttyS0\r\n\r\nanvil login: ',
    );
    expect(quiet.stage).toBe('login');
  });

  it('takes no login before a boot loader', () => {
    expect(read('firmware login: ').stage).toBe('firmware');
  });

  it('takes nothing for a dead end once the login is there', () => {
    expect(read(...BOOT, '\r\n[  99.9] reboot: Power down\r\n').deadEnd).toBeUndefined();
  });
});
