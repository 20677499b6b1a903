import { formatBytes } from '../core/bytes.ts';
import type {
  BootLoaderReport,
  Detail,
  FileSystemReport,
  ImageReport,
  PartitionReport,
} from './report.ts';

const CONTROL = /[^\x20-\x7e\u00a0-\uffff]+/g;

/** Returns a report as lines for people; what comes from the file cannot move the cursor. */
export function formatImageReport(report: ImageReport): string[] {
  const { virtualSizeBytes, partitions, fileSystems, bootLoaders, findings } = report;
  const sizes = [
    `${formatBytes(report.fileSizeBytes)} file`,
    ...(virtualSizeBytes === undefined ? [] : [`${formatBytes(virtualSizeBytes)} disk`]),
  ];
  const lines = [`${report.path}: ${report.format}, ${sizes.join(', ')}`];
  if (report.sha256 !== undefined) lines.push(`  sha256      ${report.sha256}`);
  if (report.contentSha256 !== undefined) lines.push(`  contents    ${report.contentSha256}`);
  for (const [key, value] of Object.entries(report.details)) lines.push(...detailLines(key, value));
  for (const partition of partitions) lines.push(`  partition   ${describePartition(partition)}`);
  for (const system of fileSystems) lines.push(`  file system ${describeFileSystem(system)}`);
  for (const loader of bootLoaders) lines.push(`  boot        ${describeLoader(loader)}`);
  for (const { rule, severity, clause, message } of findings) {
    lines.push(`  ${severity}: ${rule}: ${message}`, `    ${clause}`);
  }
  if (findings.length === 0) lines.push('  breaks no rule');
  return lines.map((line) => line.replaceAll(CONTROL, '?'));
}

function detailLines(key: string, value: Detail): string[] {
  if (key === 'files' && Array.isArray(value)) {
    return value.map((item: Detail) => `  file        ${describe(item)}`);
  }
  const text = describe(value);
  return text === '' ? [] : [`  ${key.padEnd(11)} ${text}`];
}

function describe(value: Detail): string {
  if (Array.isArray(value)) return value.map((item: Detail) => describe(item)).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, item]) => `${key} ${describe(item)}`)
      .join(', ');
  }
  return String(value);
}

function describePartition(partition: PartitionReport): string {
  const { number, typeName, type, name, offsetBytes, sizeBytes, isActive } = partition;
  const label = name === undefined || name === '' ? '' : ` "${name}"`;
  return `${number}: ${typeName ?? type}${label}, ${formatBytes(sizeBytes)} at ${formatBytes(offsetBytes)}${isActive ? ', active' : ''}`;
}

function describeFileSystem(system: FileSystemReport): string {
  const { partition, type, label, uuid, sizeBytes, details } = system;
  const path = details['path'];
  const place =
    typeof path === 'string' ? path : partition === undefined ? 'disk' : String(partition);
  const names = [label === undefined ? '' : ` "${label}"`, uuid === undefined ? '' : ` ${uuid}`];
  return `${place}: ${type}${names.join('')}, ${formatBytes(sizeBytes)}`;
}

function describeLoader(loader: BootLoaderReport): string {
  const { firmware, kind, path, partition, sizeBytes, architecture, details } = loader;
  const words = [firmware.toUpperCase(), kind, architecture, path];
  const where = partition === undefined ? '' : ` on ${partition}`;
  const size = sizeBytes === undefined ? '' : `, ${formatBytes(sizeBytes)}`;
  const text = ['version', 'kernel', 'osRelease', 'arguments']
    .flatMap((key) =>
      details[key] === undefined || details[key] === '' ? [] : [`${key} ${String(details[key])}`],
    )
    .join(', ');
  return `${words.filter((word) => word !== undefined).join(' ')}${where}${size}${text === '' ? '' : `, ${text}`}`;
}
