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
const STAGE_MARKS: readonly { stage: BootStage; pattern: RegExp }[] = [
  { stage: 'boot loader', pattern: /Welcome to GRUB|GNU GRUB|^\s*Booting `/ },
  { stage: 'kernel', pattern: /^\[ *\d+\.\d+\]|EFI stub:/ },
  {
    stage: 'initramfs',
    pattern: /Running in initrd|Running in initial RAM disk|\(Initramfs\)|\] Run \/init as init/,
  },
  {
    stage: 'systemd',
    pattern: /Switching root|Reached target .*(Switch Root|local-fs\.target|Local File Systems)/,
  },
  { stage: 'login', pattern: /(^|\s)login: / },
];

/** Lines after which no login will come. Sources: GRUB, EDK II, the kernel, dracut and systemd. */
const DEAD_ENDS: readonly { pattern: RegExp; means: string }[] = [
  { pattern: /^grub rescue>/, means: 'GRUB found neither its modules nor its configuration' },
  { pattern: /^\s*grub>/, means: 'GRUB has no menu: no BLS entry, or no grub.cfg' },
  {
    pattern: /^error: .*(not found|no such (device|partition))|you need to load the kernel first/,
    means: 'GRUB could not load what the entry names',
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
    pattern: /ostree-prepare-root.*(error|failed)|Failed to switch root/i,
    means: 'the initramfs could not find the deployment',
  },
  {
    pattern: /System halted|reboot: (System halted|Power down|Restarting system)/,
    means: 'the system stopped before its login',
  },
];

const TAIL_LINES = 60;
/** A line ends here at the latest, so that a guest that prints no newline costs no memory. */
const LINE_LIMIT = 4096;

/**
 * Reads a serial console as it comes and tells how far the boot is. It keeps the last lines only.
 * Times are milliseconds of the caller's clock.
 */
export class ConsoleReader {
  stage: BootStage = 'firmware';
  /** Why no login will come, once that is sure. */
  deadEnd: string | undefined;
  /** When each stage was first seen. */
  readonly stageSeenMs = new Map<BootStage, number>();
  /** When the kernel's clock stood at 0. */
  kernelStartMs: number | undefined;
  /** What came since the last line end, as it came: a terminal sequence may still be cut in two. */
  #pending = '';
  readonly #tail: string[] = [];

  feed(text: string, nowMs: number): void {
    const raw = this.#pending + text;
    const end = raw.length > LINE_LIMIT ? raw.length : raw.lastIndexOf('\n') + 1;
    this.#pending = raw.slice(end);
    const lines = stripControls(raw.slice(0, end)).split('\n');
    for (const line of lines.filter((line) => line.trim() !== '')) {
      this.#tail.push(line.slice(0, LINE_LIMIT));
      if (this.#tail.length > TAIL_LINES) this.#tail.shift();
      this.#judge(line, nowMs);
    }
    // Prompts wait on a line without an end.
    this.#judge(this.#prompt(), nowMs);
  }

  /** The last 60 lines that are not empty, as a person would read them. */
  tail(): string {
    return [...this.#tail, this.#prompt()].filter((line) => line !== '').join('\n');
  }

  #prompt(): string {
    return stripControls(this.#pending).split('\n').at(-1) ?? '';
  }

  #judge(line: string, nowMs: number): void {
    const index = BOOT_STAGES.indexOf(this.stage);
    for (const { stage, pattern } of STAGE_MARKS) {
      // Firmware may print anything. Between loader and login all is silent with "quiet".
      const reachable = BOOT_STAGES.indexOf(stage) > index && (stage !== 'login' || index >= 1);
      if (!reachable || !pattern.test(line)) continue;
      this.stage = stage;
      this.stageSeenMs.set(stage, nowMs);
    }
    const seconds = /^\[ *(\d+\.\d+)\]/.exec(line)?.[1];
    if (seconds !== undefined) {
      const startMs = nowMs - Number(seconds) * 1000;
      this.kernelStartMs = Math.min(this.kernelStartMs ?? startMs, startMs);
    }
    if (this.stage === 'login') return;
    this.deadEnd ??= DEAD_ENDS.find(({ pattern }) => pattern.test(line))?.means;
  }
}

/** Takes out terminal sequences, and turns the loader's cursor jumps and carriage returns into line ends. */
function stripControls(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal speaks in them
      .replaceAll(/\x1b\[[0-9;]*[Hf]/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal speaks in them
      .replaceAll(/\x1b(\[[0-9;?=]*[A-Za-z]|[()][A-Z0-9]|[78=>])/g, '')
      .replaceAll(/\r+\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what is left of them
      .replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, '')
  );
}
