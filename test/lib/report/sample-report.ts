import type { BuildReport, ReportedChange, ReportedPackage } from '../../../lib/report/report.ts';

const START_MS = 1_763_704_800_000;
const MIB = 1024 * 1024;

/** Returns the report of a run that did everything, of two architectures. */
export function sampleReport(): BuildReport {
  return {
    remix: 'anvil',
    commits: [commit('x86_64', 'b9c77840', false), commit('aarch64', '0a55efe6', true)],
    packages: [
      { basearch: 'x86_64', packages: samplePackages(215) },
      { basearch: 'aarch64', packages: samplePackages(3) },
    ],
    changes: [
      change('x86_64', 'upgraded', 'linux-image', '6.1.158-1', '6.1.159-1', 60 * MIB, 61 * MIB),
      change('x86_64', 'added', 'nano', undefined, '7.2-1', undefined, 690_000),
      change('x86_64', 'removed', 'vim-tiny', '2:9.0.1378-2', undefined, 1_700_000, undefined),
      change('x86_64', 'rebuilt', 'bash', '5.2.15-2', '5.2.15-2', 1_500_000, 1_500_010),
      ...Array.from({ length: 20 }, (_, index) =>
        change('aarch64', 'downgraded', `perl-module-${index}`, '2~rc1-1', '1-1', 2000, 1000),
      ),
    ],
    images: [
      {
        basearch: 'x86_64',
        name: 'cloud',
        format: 'qcow2',
        file: 'images/anvil-x86_64.qcow2',
        sizeBytes: 312.5 * MIB,
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        cached: false,
      },
    ],
    containers: [
      {
        ...{ basearch: 'x86_64', name: 'anvil', kind: 'bootable', path: 'containers/anvil-x86_64' },
        ...{ digest: `sha256:${'9f'.repeat(32)}`, sizeBytes: 180 * MIB, layers: 64 },
        ...{ reusedLayers: 61, cached: false },
      },
    ],
    boots: [
      {
        basearch: 'x86_64',
        image: 'images/anvil-x86_64.qcow2',
        firmware: 'uefi',
        accelerator: 'tcg',
        checks: ['no unit has failed', 'the booted deployment is the commit'],
        timings: {
          firmwareMs: 4012,
          loaderMs: 2500,
          kernelMs: 6100,
          userspaceMs: 21_400,
          loginMs: 41_900,
        },
        cached: false,
      },
    ],
    timeline: [
      entry('Resolve packages (312 requested)', 0, 4.2, true),
      entry('Fetch packages (215, 125.3 MiB)', 4.2, 21, true),
      entry('Compose anvil/12/x86_64/stable', 21, 98.7, true),
      entry('Boot images/anvil-x86_64.qcow2', 98.7, 190, true),
    ],
    cache: { hitBytes: 120 * MIB, downloadedBytes: 5.5 * MIB, savedBytes: 5.5 * MIB },
    files: {
      repository: 'repo',
      publicKey: 'keys/anvil.asc',
      checksums: 'SHA256SUMS',
      signature: 'SHA256SUMS.asc',
    },
  };
}

/** Returns packages of different sizes. */
export function samplePackages(amount: number): ReportedPackage[] {
  return Array.from({ length: amount }, (_, index) => ({
    name: `package-${index}`,
    evr: `${index % 3 === 0 ? '1:' : ''}1.${index}-1`,
    arch: index % 2 === 0 ? 'noarch' : 'x86_64',
    sizeBytes: (((index + 7) * 7919) % 100_003) * 10,
  }));
}

function commit(basearch: string, start: string, cached: boolean): BuildReport['commits'][number] {
  return {
    basearch,
    ref: `anvil/12/${basearch}/stable`,
    version: '12.20251121.0',
    commit: start.repeat(8),
    cached,
  };
}

function change(
  basearch: string,
  kind: ReportedChange['kind'],
  name: string,
  oldEvr: string | undefined,
  newEvr: string | undefined,
  oldSizeBytes: number | undefined,
  newSizeBytes: number | undefined,
): ReportedChange {
  return {
    ...{ basearch, kind, name },
    ...(oldEvr === undefined ? {} : { oldEvr }),
    ...(newEvr === undefined ? {} : { newEvr }),
    ...(oldSizeBytes === undefined ? {} : { oldSizeBytes }),
    ...(newSizeBytes === undefined ? {} : { newSizeBytes }),
  };
}

function entry(title: string, startSeconds: number, endSeconds: number, ok: boolean) {
  const [startMs, endMs] = [START_MS + startSeconds * 1000, START_MS + endSeconds * 1000];
  return { title, startMs, endMs, ok };
}
