import { describe, expect, it } from 'vitest';
import { ConsoleReader } from '../../../lib/boot/console.ts';

/** Lines as Anvil's console printed them, shortened. */
const BOOT = [
  '\x1b[2J\x1b[01;01H\x1b[=3hBdsDxe: loading Boot0001 "UEFI Misc Device" from PciRoot(0x0)/Pci(0x1,0x0)\r\n',
  '\x1b[0m\x1b[30m\x1b[47mWelcome to GRUB!\n\r\n\r',
  '\x1b[02;24HGNU GRUB  version 2.06-13+deb12u2\n\r\n\r\x1b[04;02H',
  '[    0.000000] Linux version 6.1.0-56-cloud-amd64\r\n[    4.939228] Run /init as init process\r\n',
  '[    5.687025] systemd[1]: Running in initrd.\r\n',
  '[\x1b[0;32m  OK  \x1b[0m] Stopped \x1b[0;1;39minitrd-switch-root.service\x1b[0m - Switch Root.\r\n',
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

  it('takes what is longer than a line may be for the same, cut anywhere', () => {
    for (let length = 4060; length < 4110; length += 1) {
      const dots = '.'.repeat(length - 4000);
      const rest = `${dots}\x1b[0;32m  Booting it\x1b[0m`;
      const end = '\r\nanvil login: ';
      const before = ['Welcome to GRUB!\r\n', '.'.repeat(4000)];
      for (const reader of [read(...before, ...rest), read([...before, rest].join(''))]) {
        // Nothing of a sequence.
        expect(reader.tail()).toMatch(/^Welcome to GRUB!\n[.\nBoting ]{4060,}$/);
        reader.feed(`${'x'.repeat(9000)}${end}`, 1);
        expect(reader.stage).toBe('login');
      }
    }
  });

  it('knows the lines that a cursor jump ends, though no line end comes', () => {
    const text = '\x1b[04;02Hgrub> \x1b[05;01H \x1b[06;01H';
    expect(read(text).deadEnd).toContain('no menu');
    expect(read(...text).deadEnd).toContain('no menu');
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
    ["[    5.1] dracut: FATAL: Don't know how to handle 'root='\r\n", 'did not find the root'],
    ['GRUB Hard Disk Error\r\n', 'first stage of GRUB'],
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

  it.each([
    ['BdsDxe: starting Boot0001 "UEFI Misc Device" from PciRoot(0x0)\r\n', 'boot loader'],
    ['BdsDxe: starting Boot0002 "EFI Internal Shell" from Fv(7CB8)\r\n', 'firmware'],
    ['BdsDxe: starting Boot0003 "UEFI PXEv4 (MAC:525400123456)"\r\n', 'firmware'],
    ['EFI stub: Loaded initrd from LINUX_EFI_INITRD_MEDIA_GUID device path\r\n', 'kernel'],
    ['[    1.2] Run /treesmith/init as init process\r\n', 'initramfs'],
    ['[    1.2] Run /sbin/init as init process\r\n', 'systemd'],
    ['\x1b[0mWelcome to \x1b[1mAnvil 12 dracut-059 (Initramfs)\x1b[0m!\r\n', 'initramfs'],
    ['Welcome to \x1b[1mAnvil 12\x1b[0m!\r\n', 'systemd'],
    ['[   5.7] systemd[1]: Reached target local-fs.target - Local File Systems.\r\n', 'kernel'],
    ['[  OK  ] Reached target initrd-switch-root.target - Switch Root.\r\n', 'firmware'],
    ['[   9.9] treesmith: the root file system is there: squashfs\r\n', 'systemd'],
  ])('reads %j as %s, also letter by letter', (line, stage) => {
    expect(read(line).stage).toBe(stage);
    expect(read(...line).stage).toBe(stage);
  });

  it('looks for a missing disk only until the root file system is there', () => {
    const line = 'dev-vdb.device: Timed out waiting for device /dev/vdb.\r\n';
    expect(read(BOOT[4] ?? '', line).deadEnd).toContain('did not find the root');
    expect(read(BOOT[4] ?? '', BOOT[5] ?? '', line).deadEnd).toBeUndefined();
  });

  it('waits for the end of an installer, and sees one that stops before it', () => {
    const done = new ConsoleReader({ until: 'power-off' });
    done.feed('[  9.0] reboot: Power down\n', 0);
    expect(done.deadEnd).toBeUndefined();
    const stopped = new ConsoleReader({ until: 'power-off' });
    stopped.feed('[  9.0] treesmith: a shell is on the console; leave it to power off\n', 0);
    expect(stopped.deadEnd).toContain('stopped before its root file system');
  });

  it('takes the words that it was given for the login', () => {
    const reader = new ConsoleReader({ readyMark: 'the service is up' });
    reader.feed('[    0.1] Linux\n', 0);
    reader.feed('now the service is up\n', 0);
    expect(reader.stage).toBe('login');
  });

  it('judges the screen of a PC, each line once', () => {
    const reader = new ConsoleReader();
    expect(reader.feedScreen(['SeaBIOS (version 1)', 'Booting from Hard Disk...'], 0)).toBe(true);
    expect(reader.feedScreen(['SeaBIOS (version 1)', 'Booting from Hard Disk...'], 1)).toBe(false);
    expect(reader.feedScreen(['GRUB loading.', 'Welcome to GRUB!'], 2)).toBe(true);
    expect(reader.stage).toBe('boot loader');
    reader.feedScreen(['error: no such device: x.', 'Entering rescue mode...', 'grub rescue>'], 3);
    expect(reader.deadEnd).toContain('GRUB');
    expect(reader.screenText()).toContain('grub rescue>');
  });

  it('takes no login before a boot loader', () => {
    expect(read('firmware login: ').stage).toBe('firmware');
    const direct = new ConsoleReader({ isDirect: true });
    direct.feed('quiet login: ', 0);
    expect(direct.stage).toBe('login');
  });

  it('takes nothing for a dead end once the login is there', () => {
    expect(read(...BOOT, '\r\n[  99.9] reboot: Power down\r\n').deadEnd).toBeUndefined();
  });
});
