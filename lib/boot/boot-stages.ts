/** How far a boot came, in order. */
export const BOOT_STAGES = [
  'firmware',
  'boot loader',
  'kernel',
  'initramfs',
  'systemd',
  'login',
] as const;
export type BootStage = (typeof BOOT_STAGES)[number];

/** What the console shows when a stage begins. Quiet systems skip some. */
export const STAGE_MARKS: readonly { stage: BootStage; pattern: RegExp }[] = [
  {
    stage: 'boot loader',
    // EDK II says what it starts, whichever loader that is; its own menus and the network are none.
    // A line may come in pieces: what is started is known at the closing quotation mark.
    pattern:
      /Welcome to GRUB|GRUB loading|GNU GRUB|^\s*Booting `|BdsDxe: starting Boot\w+ "(?!EFI Internal Shell|EFI Firmware Setup|UEFI (PXE|HTTP))[^"]+"|^(ISOLINUX|SYSLINUX|EXTLINUX) \d|^iPXE \d/,
  },
  { stage: 'kernel', pattern: /^\[ *\d+\.\d+\]|EFI stub:|^Linux version / },
  {
    stage: 'initramfs',
    pattern:
      /Running in initrd|Running in initial RAM disk|\(Initramfs\)|\] Run (?!\/(usr\/)?s?bin\/init )\S+ as init/,
  },
  {
    stage: 'systemd',
    pattern:
      // Its targets are reached in the initramfs, too: only what is left of that has been changed.
      /\bSwitching root\.|Stopped (target )?(initrd-switch-root\.(service|target)|Switch Root)|\] Run \/(usr\/)?s?bin\/init as init|treesmith: the root file system is there|^Welcome to (?!GRUB|.*(dracut|[Ii]nitramfs)).*!$/,
  },
  { stage: 'login', pattern: /(^|\s)login: / },
];

/**
 * Lines after which no login will come. Sources: GRUB, EDK II, SeaBIOS, the kernel, dracut and
 * systemd. `until`: only up to this stage; `isEnd`: the machine stops, which may be what is wanted.
 */
export const DEAD_ENDS: readonly {
  readonly pattern: RegExp;
  readonly means: string;
  readonly until?: BootStage;
  readonly isEnd?: boolean;
}[] = [
  { pattern: /^grub rescue>/, means: 'GRUB found neither its modules nor its configuration' },
  { pattern: /^\s*grub>/, means: 'GRUB has no menu: no BLS entry, or no grub.cfg' },
  {
    pattern: /^error: .*(not found|no such (device|partition))|you need to load the kernel first/,
    means: 'GRUB could not load what the entry names',
  },
  {
    pattern: /^GRUB .*(Geom|Read|Hard Disk) Error|^(Geom|Read|Hard Disk) Error/,
    means: 'the first stage of GRUB could not load the rest of it',
  },
  {
    pattern: /Start (PXE|HTTP Boot) over|PXE-E\d|No bootable (option or )?device/,
    means: 'the firmware found no boot loader on the disk',
  },
  { pattern: /Press any key to (continue|enter)/i, means: 'the boot waits for a key' },
  {
    pattern: /UEFI Interactive Shell|^Shell>/,
    means: 'the firmware found no boot loader on the disk',
  },
  { pattern: /Kernel panic - not syncing|end Kernel panic/, means: 'the kernel panicked' },
  {
    pattern:
      /You are in (emergency|rescue) mode|Entering emergency mode|Give root password for maintenance/,
    means: 'the system went into emergency mode',
  },
  {
    pattern:
      /dracut[-\w]*(\[\d+\])?: (FATAL|Refusing to continue)|Could not boot\.$|Timed out waiting for device|Unable to find a medium containing a live file system|ALERT! .* does not exist/,
    means: 'the initramfs did not find the root file system',
    // Later a disk may be missing that nobody needs.
    until: 'initramfs',
  },
  {
    pattern: /treesmith: a shell is on the console/,
    means: 'the live system stopped before its root file system',
  },
  {
    pattern: /ostree-prepare-root.*(error|failed)|Failed to switch root/i,
    means: 'the initramfs could not find the deployment',
  },
  {
    pattern: /System halted|reboot: (System halted|Power down|Restarting system)/,
    means: 'the system stopped before its login',
    isEnd: true,
  },
];
