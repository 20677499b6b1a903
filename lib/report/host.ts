import { formatBytes } from '../core/bytes.ts';
import { text } from './markdown.ts';
import { renderTable } from './table.ts';

/** What a machine can do. */
export interface ReportedHost {
  readonly kvm: { readonly works: boolean; readonly reason: string };
  readonly cores: number;
  readonly memoryBytes: number;
  readonly freeDiskBytes: number;
  /** Packages that were installed now. */
  readonly installed: readonly string[];
  /** As `uname -m` names them. */
  readonly emulated: readonly string[];
}

/** Returns the job summary of a machine that was set up. */
export function renderHost(host: ReportedHost): string {
  const { kvm, cores, memoryBytes, freeDiskBytes, installed, emulated } = host;
  const rows = [
    ['KVM', text(`${kvm.works ? 'yes' : 'no'}: ${kvm.reason}`)],
    ['Cores', String(cores)],
    ['Memory', formatBytes(memoryBytes)],
    ['Free disk', formatBytes(freeDiskBytes)],
    ['Emulated architectures', text(emulated.join(', ') || 'none')],
    ['Packages installed now', text(installed.join(', ') || 'none', 4000)],
  ];
  return `# This machine\n\n${renderTable(['', ''], rows).join('\n')}\n`;
}
