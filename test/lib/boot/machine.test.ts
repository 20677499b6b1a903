import { describe, expect, it } from 'vitest';
import { parseBootedCommit } from '../../../lib/boot/checks.ts';
import { ConsoleReader } from '../../../lib/boot/console.ts';
import { formatMachine, type Machine } from '../../../lib/boot/machine.ts';
import { formatTimings, resolveTimings } from '../../../lib/boot/timings.ts';

const MACHINE: Machine = {
  basearch: 'x86_64',
  accelerator: 'tcg',
  cpus: 2,
  memoryMiB: 2048,
  drives: [{ file: '/tmp/a,b.qcow2', format: 'qcow2', kind: 'disk', writes: 'unsafe' }],
  firmware: { code: '/fw/code.fd', variables: '/fw/vars.fd' },
};

describe('formatMachine', () => {
  it('doubles the commas of a path', () => {
    expect(formatMachine(MACHINE)).toContain(
      'file=/tmp/a,,b.qcow2,format=qcow2,if=none,id=disk0,cache=unsafe',
    );
  });

  it('maps the firmware, its code read-only', () => {
    expect(formatMachine(MACHINE)).toContain('if=pflash,format=raw,readonly=on,file=/fw/code.fd');
  });

  it('has no flash without UEFI', () => {
    const { firmware: _firmware, ...bios } = MACHINE;
    expect(formatMachine(bios).join(' ')).not.toContain('pflash');
  });

  it('emulates aarch64 without the slow pointer authentication', () => {
    const argv = formatMachine({ ...MACHINE, basearch: 'aarch64' });
    expect(argv[0]).toBe('qemu-system-aarch64');
    expect(argv).toContain('max,pauth-impdef=on');
  });

  it('throws writes away when told to', () => {
    const drives = MACHINE.drives.map((drive) => ({ ...drive, writes: 'throw-away' as const }));
    expect(formatMachine({ ...MACHINE, drives }).join(' ')).toContain('snapshot=on');
  });
});

describe('resolveTimings', () => {
  it('joins what the console and systemd-analyze say', () => {
    const console = new ConsoleReader();
    console.feed('Welcome to GRUB!\n', 5000);
    console.feed('[    1.000000] Linux\n', 8500);
    console.feed('localhost login: ', 31_000);
    const analyze =
      'Startup finished in 5.077s (kernel) + 512ms (initrd) + 1min 16.729s (userspace) = 1min 22.3s\n';
    expect(resolveTimings(console, 1000, analyze)).toEqual({
      firmwareMs: 4000,
      loaderMs: 2500,
      kernelMs: 5077,
      initrdMs: 512,
      userspaceMs: 76_729,
      loginMs: 30_000,
    });
  });

  it('leaves out what nobody told', () => {
    expect(resolveTimings(new ConsoleReader(), 0, 'Bootup is not yet finished')).toEqual({
      loginMs: 0,
    });
  });
});

describe('formatTimings', () => {
  it('names the phases that are known', () => {
    expect(formatTimings({ loginMs: 31_234, firmwareMs: 4000, initrdMs: 512 })).toBe(
      'login after 31.2 s (firmware 4.0 s, initrd 0.5 s)',
    );
  });
});

describe('parseBootedCommit', () => {
  const commit = 'a'.repeat(64);

  it('finds the deployment with the star', () => {
    const status = `  anvil ${'b'.repeat(64)}.0 (pending)\n* anvil ${commit}.1\n    Version: 12.1\n`;
    expect(parseBootedCommit(status)).toBe(commit);
  });

  it('finds none in a system that is not booted by ostree', () => {
    expect(parseBootedCommit(`  anvil ${commit}.0\n`)).toBeUndefined();
  });
});
