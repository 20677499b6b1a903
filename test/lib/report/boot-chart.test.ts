import { describe, expect, it } from 'vitest';
import { renderBootChart, renderStoppedBoot } from '../../../lib/report/boot-chart.ts';
import type { ReportedBoot } from '../../../lib/report/report.ts';

const BOOT: ReportedBoot = {
  basearch: 'x86_64',
  image: 'images/anvil.qcow2',
  firmware: 'uefi',
  accelerator: 'tcg',
  checks: [],
  timings: {
    firmwareMs: 4000,
    loaderMs: 2500,
    kernelMs: 6500,
    initrdMs: 7000,
    userspaceMs: 40_000,
    loginMs: 50_000,
  },
  cached: false,
};

describe('renderBootChart', () => {
  it('draws the phases one after the other', () => {
    expect(renderBootChart([BOOT])).toEqual([
      '```text',
      'images/anvil.qcow2 (UEFI)',
      `  firmware          4.0 s  ${'█'.repeat(4)}`,
      `  boot loader       2.5 s  ${' '.repeat(4)}${'█'.repeat(3)}`,
      `  kernel            6.5 s  ${' '.repeat(7)}${'█'.repeat(6)}`,
      `  initramfs         7.0 s  ${' '.repeat(13)}${'█'.repeat(7)}`,
      `  user space       40.0 s  ${' '.repeat(20)}${'█'.repeat(40)}`,
      '```',
      '',
    ]);
  });

  it('draws all boots on one scale', () => {
    const quick = { ...BOOT, firmware: 'bios', timings: { userspaceMs: 30_000, loginMs: 30_000 } };
    expect(renderBootChart([BOOT, quick])).toContain(
      `  user space       30.0 s  ${'█'.repeat(30)}`,
    );
  });

  it('leaves out a boot of which no phase is known', () => {
    expect(renderBootChart([{ ...BOOT, timings: { loginMs: 1 } }])).toEqual([]);
  });

  it('draws no more boots than can be read', () => {
    const lines = renderBootChart(Array.from({ length: 40 }, () => BOOT));
    expect(lines.filter((line) => line.endsWith('(UEFI)'))).toHaveLength(12);
    expect(lines).toContain('The chart leaves out 28 boots.');
  });
});

describe('renderStoppedBoot', () => {
  it('draws what was over, and where it stopped', () => {
    const phases = { firmwareMs: 4000, loaderMs: 2000 };
    expect(renderStoppedBoot({ stage: 'kernel', phases, elapsedMs: 12_000 })).toEqual([
      '```text',
      `  firmware          4.0 s  ${'█'.repeat(20)}`,
      `  boot loader       2.0 s  ${' '.repeat(20)}${'█'.repeat(10)}`,
      `  kernel            6.0 s  ${' '.repeat(30)}${'░'.repeat(30)} stopped here`,
      '```',
      '',
    ]);
  });

  it('draws a machine that showed nothing at all', () => {
    const lines = renderStoppedBoot({ stage: 'firmware', phases: {}, elapsedMs: 60_000 });
    expect(lines[1]).toBe(`  firmware      1 min 0 s  ${'░'.repeat(60)} stopped here`);
  });

  it('marks nothing when the system went away after it had come up', () => {
    const phases = { kernelMs: 1000, userspaceMs: 1000 };
    const lines = renderStoppedBoot({ stage: 'login', phases, elapsedMs: 9000 });
    expect(lines.join('')).not.toContain('stopped');
    expect(renderStoppedBoot({ stage: 'login', phases: {}, elapsedMs: 1 })).toEqual([]);
  });
});
