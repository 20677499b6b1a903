import { fence, shellWord, text } from './markdown.ts';
import type { BuildReport, ReportedImage } from './report.ts';

/** More would be repetition. */
const MAX_SHOWN = 4;

/** Returns the section of commands that check the results, to be run in their folder. */
export function renderVerification(report: BuildReport): string[] {
  const lines = [...checksumLines(report), ...commitLines(report)];
  if (lines.length === 0) return [];
  return ['## How to verify', '', 'In the folder of the results:', '', ...fence('sh', lines), ''];
}

/** Returns the section of commands that boot the images. */
export function renderBootAtHome({ images }: BuildReport): string[] {
  const bootable = images.filter(({ format }) => QEMU_FORMATS.has(format)).slice(0, MAX_SHOWN);
  if (bootable.length === 0) return [];
  const { basearch = '' } = bootable[0] ?? {};
  const packages = FIRMWARE[basearch]?.packages;
  return [
    '## Boot it at home',
    '',
    'Changes are thrown away when the machine stops (Ctrl-A X).',
    '',
    ...fence(
      'sh',
      bootable.map(({ file }) => `treesmith boot ${shellWord(file)}`),
    ),
    '',
    ...(packages === undefined
      ? []
      : [
          `Or with QEMU alone; ${text(packages)}:`,
          '',
          ...fence('sh', bootable.flatMap(qemuLines)),
          '',
        ]),
  ];
}

function checksumLines({ files, images }: BuildReport): string[] {
  const { publicKey, checksums, signature } = files;
  if (checksums === undefined) {
    const sums = images.slice(0, MAX_SHOWN).map(({ sha256, file }) => `${sha256}  ${file}`);
    return sums.length === 0 ? [] : [`sha256sum --check <<'END'`, ...sums, 'END'];
  }
  return [
    ...(publicKey === undefined ? [] : [`gpg --import ${shellWord(publicKey)}`]),
    ...(signature === undefined
      ? []
      : [`gpg --verify ${shellWord(signature)} ${shellWord(checksums)}`]),
    `sha256sum --check --ignore-missing ${shellWord(checksums)}`,
  ];
}

/** A client of the repository that trusts the one key, as a system does that pulls from it. */
function commitLines({ remix, commits, files }: BuildReport): string[] {
  const { repository, publicKey } = files;
  if (repository === undefined || commits.length === 0) return [];
  const shown = commits.slice(0, MAX_SHOWN);
  const isUrl = /^https?:/.test(repository);
  if (publicKey === undefined) {
    if (isUrl) return [];
    const repo = `--repo=${shellWord(repository)}`;
    return [
      `ostree ${repo} fsck`,
      ...shown.map(({ ref, commit }) => `ostree ${repo} rev-parse ${shellWord(ref)}  # ${commit}`),
    ];
  }
  const url = isUrl ? shellWord(repository) : fileUrl(repository);
  const remote = shellWord(remix);
  return [
    'ostree --repo=verify init --mode=archive',
    `ostree --repo=verify remote add --gpg-import=${shellWord(publicKey)} ${remote} ${url}`,
    ...shown.flatMap(({ ref, commit }) => [
      `ostree --repo=verify pull --commit-metadata-only ${remote} ${shellWord(ref)}`,
      `ostree --repo=verify show ${shellWord(`${remix}:${ref}`)}  # ${commit}`,
    ]),
  ];
}

/** Names of our formats in QEMU. */
const QEMU_FORMATS: ReadonlyMap<string, string> = new Map([
  ['qcow2', 'qcow2'],
  ['raw', 'raw'],
  ['vmdk', 'vmdk'],
  ['vhd', 'vpc'],
]);

/** Where Debian and Ubuntu put EDK II, and what to install. */
const FIRMWARE: Readonly<Record<string, { bios: string; packages: string } | undefined>> = {
  x86_64: {
    bios: '/usr/share/ovmf/OVMF.fd',
    packages: 'the firmware is that of the package ovmf (Debian, Ubuntu)',
  },
  aarch64: {
    bios: '/usr/share/qemu-efi-aarch64/QEMU_EFI.fd',
    packages: 'the firmware is that of the package qemu-efi-aarch64 (Debian, Ubuntu)',
  },
};

function qemuLines({ basearch, file, format }: ReportedImage): string[] {
  const firmware = FIRMWARE[basearch];
  if (firmware === undefined) return [];
  const machine = basearch === 'aarch64' ? 'virt' : 'q35';
  // A comma separates options in QEMU's syntax, so one in a value is doubled.
  const disk = `file=${file.replaceAll(',', ',,')},format=${QEMU_FORMATS.get(format)},if=virtio`;
  return [
    `qemu-system-${basearch} -machine ${machine},accel=kvm:tcg -cpu max -smp 2 -m 2048 -nographic \\`,
    `  -bios ${firmware.bios} -snapshot -drive ${shellWord(disk)}`,
  ];
}

function fileUrl(path: string): string {
  if (path.startsWith('/')) return shellWord(`file://${path}`);
  const word = shellWord(path);
  return word.startsWith("'") ? `"file://$PWD/"${word}` : `"file://$PWD/${word}"`;
}
