import { type DiskReader, isWithin, readUpTo } from './disk-reader.ts';
import type { Findings } from './findings.ts';
import { PE_HEAD_BYTES, type PeFile, parsePe } from './pe.ts';
import type { Detail } from './report.ts';

/** A program that UEFI starts. */
export interface EfiProgram {
  readonly kind: 'grub' | 'systemd-boot' | 'uki' | 'shim' | 'kernel' | 'unknown';
  readonly architecture: string;
  readonly details: Readonly<Record<string, Detail>>;
}

const MAX_TEXT_BYTES = 4096;
/** What a text may not have in a report that is shown on a terminal. */
const CONTROL = /[^\x20-\x7e\u00a0-\uffff]+/g;

/** Returns what a PE file is, and checks it; undefined for anything else. */
export async function readEfiProgram(
  file: DiskReader,
  path: string,
  findings: Findings,
): Promise<EfiProgram | undefined> {
  const head = await readUpTo(file, 0, PE_HEAD_BYTES);
  const pe = parsePe(head);
  if (pe === undefined) return undefined;
  const isSound = pe.sections.every(
    ({ offsetBytes, sizeBytes }) =>
      sizeBytes === 0 || isWithin(offsetBytes, sizeBytes, file.sizeBytes),
  );
  findings.check(
    isSound && pe.isEfi,
    'pe-sound',
    isSound ? `${path} is no EFI program` : `a section of ${path} lies beyond its end`,
  );
  const text = (name: string) => readText(file, pe, name);
  const sbat = await text('.sbat');
  const base = { isSigned: pe.isSigned };
  const names = pe.sections.map(({ name }) => name);
  if (names.includes('.linux')) {
    const missing = ['.linux', '.initrd', '.osrel'].filter((name) => !names.includes(name));
    findings.check(missing.length === 0, 'uki-sections', `${path} has no ${missing.join(', ')}`);
    const sections = pe.sections.map(
      ({ name, virtualBytes }): Detail => ({ name, sizeBytes: virtualBytes }),
    );
    const osRelease = /^PRETTY_NAME="?([^"\n]*)/m.exec(await text('.osrel'))?.[1] ?? '';
    const details = {
      ...base,
      kernel: clean(await text('.uname')),
      arguments: clean(await text('.cmdline')),
      osRelease: clean(osRelease),
      sections,
    };
    return { kind: 'uki', architecture: pe.architecture, details };
  }
  const version = /LoaderInfo: systemd-boot (\S+)/.exec(await text('.sdmagic'))?.[1];
  if (version !== undefined) {
    return { kind: 'systemd-boot', architecture: pe.architecture, details: { ...base, version } };
  }
  const kind = names.includes('mods')
    ? 'grub'
    : /^shim,/m.test(sbat)
      ? 'shim'
      : head.toString('latin1', 0x202, 0x206) === 'HdrS' ||
          head.toString('latin1', 56, 60) === 'ARM\x64'
        ? 'kernel'
        : 'unknown';
  return { kind, architecture: pe.architecture, details: base };
}

async function readText(file: DiskReader, pe: PeFile, name: string): Promise<string> {
  const section = pe.sections.find((item) => item.name === name);
  if (section === undefined) return '';
  const length = Math.min(
    section.virtualBytes || section.sizeBytes,
    section.sizeBytes,
    MAX_TEXT_BYTES,
  );
  if (!isWithin(section.offsetBytes, length, file.sizeBytes)) return '';
  return (await file.read(section.offsetBytes, length)).toString('utf8').replace(/\0+$/, '');
}

function clean(text: string): string {
  return text.replaceAll(CONTROL, ' ').trim();
}
