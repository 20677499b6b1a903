import { formatBytes } from '../core/bytes.ts';
import { renderBootChart } from './boot-chart.ts';
import { code, text } from './markdown.ts';
import { formatDuration } from './quantities.ts';
import type {
  ReportedBoot,
  ReportedCache,
  ReportedCommit,
  ReportedContainer,
  ReportedDecision,
  ReportedImage,
} from './report.ts';
import { renderTable } from './table.ts';

/** Returns the section of a plan. */
export function renderDecisions(decisions: readonly ReportedDecision[]): string[] {
  const rows = decisions.map(({ id, changed, reason }) => [
    code(id),
    changed ? '**rebuild**' : 'keep',
    text(reason),
  ]);
  return ['## What must be rebuilt', '', ...renderTable(['Output', '', 'Why'], rows), ''];
}

/** Returns the section of the OSTree commits. */
export function renderCommits(commits: readonly ReportedCommit[]): string[] {
  const rows = commits.map(({ ref, version, commit, cached }) => [
    code(ref),
    text(version),
    code(commit),
    cached ? 'unchanged' : 'new',
  ]);
  return ['## Commits', '', ...renderTable(['Ref', 'Version', 'Commit', ''], rows), ''];
}

/** Returns the section of the disk images. */
export function renderImages(images: readonly ReportedImage[]): string[] {
  const rows = images.map(({ file, sizeBytes, sha256, cached }) => [
    code(file),
    formatBytes(sizeBytes),
    code(sha256),
    cached ? 'unchanged' : 'new',
  ]);
  return ['## Images', '', ...renderTable(['File', 'Size:', 'SHA-256', ''], rows), ''];
}

/** Returns the section of the containers. */
export function renderContainers(containers: readonly ReportedContainer[]): string[] {
  const rows = containers.map((container) => [
    code(container.name),
    text(container.basearch),
    text(container.kind),
    formatBytes(container.sizeBytes),
    container.reusedLayers === 0
      ? String(container.layers)
      : `${container.layers}, ${container.reusedLayers} as before`,
    code(container.digest),
    container.cached ? 'unchanged' : 'new',
  ]);
  const headings = ['Container', 'Architecture', 'Kind', 'Size:', 'Layers:', 'Digest', ''];
  return ['## Containers', '', ...renderTable(headings, rows), ''];
}

const PHASES = ['firmware', 'loader', 'kernel', 'initrd', 'userspace', 'login'] as const;

/** Returns the section of the boot tests: seconds of each phase, and what was checked. */
export function renderBoots(boots: readonly ReportedBoot[]): string[] {
  const rows = boots.map((boot) => [
    code(boot.image),
    text(boot.firmware).toUpperCase(),
    boot.accelerator === 'kvm' ? 'KVM' : 'emulated',
    `${boot.checks.length} passed${boot.cached ? ', before' : ''}`,
    ...PHASES.map((phase) => formatPhase(boot.timings[`${phase}Ms`])),
  ]);
  const headings = ['Image', 'Firmware', 'Processor', 'Checks'];
  const phases = ['Firmware:', 'Loader:', 'Kernel:', 'Initramfs:', 'Userspace:', 'Login after:'];
  const checks = [...new Set(boots.flatMap((boot) => boot.checks))];
  return [
    '## Boot tests',
    '',
    ...renderTable([...headings, ...phases], rows),
    '',
    ...renderBootChart(boots),
    ...(checks.length === 0
      ? []
      : [
          '<details><summary>The checks</summary>',
          '',
          ...renderTable(
            ['Check'],
            checks.map((check) => [text(check)]),
          ),
          '',
          '</details>',
          '',
        ]),
  ];
}

/** Returns the section of the RPM cache. */
export function renderCache({ hitBytes, downloadedBytes, savedBytes }: ReportedCache): string[] {
  return [
    '## RPM cache',
    '',
    `${formatBytes(hitBytes)} from the cache, ${formatBytes(downloadedBytes)} downloaded, ${formatBytes(savedBytes)} saved.`,
    '',
  ];
}

function formatPhase(ms: number | undefined): string {
  return ms === undefined ? '' : formatDuration(ms);
}
