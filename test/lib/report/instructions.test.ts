import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import type { ReportedFiles } from '../../../lib/report/report.ts';
import { renderSummary } from '../../../lib/report/summary.ts';
import { sampleReport } from './sample-report.ts';

const REF = 'anvil/12/x86_64/stable';
const IMAGE = "images/it's an image.qcow2";

let signer: TempDir;
let commit: string;

/** Returns what gpg says; it signs without asking. */
const gpg = (home: string, ...argv: string[]) =>
  readTool(['gpg', '--batch', '--homedir', home, '--passphrase', '', ...argv]);

beforeAll(async () => {
  signer = await makeTempDir();
  const { path } = signer;
  const user = 'Anvil <anvil@anvil.invalid>';
  await gpg(path, '--quick-generate-key', user, 'ed25519', 'sign');
  await mkdir(join(path, 'out/keys'), { recursive: true });
  await mkdir(join(path, 'out/images'));
  await writeFile(join(path, 'out/keys/anvil.asc'), await gpg(path, '--armor', '--export'));
  await writeFile(join(path, 'out', IMAGE), 'disk');
  await writeFile(join(path, 'out/SHA256SUMS'), `${sha256('disk')}  ${IMAGE}\n`);
  await gpg(path, '--armor', '--detach-sign', join(path, 'out/SHA256SUMS'));
  const keys = await gpg(path, '--with-colons', '--list-secret-keys');
  const fingerprint = /^fpr:+([0-9A-F]+):/m.exec(keys)?.[1] ?? '';
  const repo = `--repo=${join(path, 'out/repo')}`;
  await mkdir(join(path, 'tree'));
  await writeFile(join(path, 'tree/file'), 'x');
  await runTool(['ostree', repo, 'init', '--mode=archive']);
  commit = (
    await readTool([
      ...['ostree', repo, 'commit', `--branch=${REF}`, `--tree=dir=${join(path, 'tree')}`],
      ...['--owner-uid=0', '--owner-gid=0', `--gpg-sign=${fingerprint}`, `--gpg-homedir=${path}`],
    ])
  ).trim();
});

afterAll(async () => {
  await runTool(['gpgconf', '--homedir', signer.path, '--kill', 'all']);
  await signer[Symbol.asyncDispose]();
});

/** Runs the commands of the section "How to verify" as a reader would: in the folder of the results. */
async function verify(files: ReportedFiles, spoil?: (out: string) => Promise<void>) {
  await using reader = await makeTempDir();
  const out = join(reader.path, 'the results');
  await cp(join(signer.path, 'out'), out, { recursive: true });
  await spoil?.(out);
  const home = join(reader.path, 'gnupg');
  await mkdir(home, { mode: 0o700 });
  const sample = sampleReport();
  const images = sample.images.map((image) => ({
    ...image,
    file: IMAGE,
    sha256: sha256('disk'),
  }));
  const commits = sample.commits.slice(0, 1).map((one) => ({ ...one, commit }));
  const markdown = renderSummary({ ...sample, images, commits, files });
  const script = /## How to verify\n[\s\S]*?```sh\n([\s\S]*?)\n```/.exec(markdown)?.[1] ?? '';
  try {
    const options = { cwd: out, env: { GNUPGHOME: home }, okExitCodes: [0, 1, 2] };
    return { script, ...(await runTool(['sh', '-e', '-c', script], options)) };
  } finally {
    await runTool(['gpgconf', '--homedir', home, '--kill', 'all']);
  }
}

const SIGNED = {
  repository: 'repo',
  publicKey: 'keys/anvil.asc',
  checksums: 'SHA256SUMS',
  signature: 'SHA256SUMS.asc',
};

describe('how to verify', () => {
  it('passes what was signed, in a folder with a space', async () => {
    const { exitCode, stdout, stderr } = await verify(SIGNED);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('Good signature');
    expect(stdout).toMatch(/image\.qcow2: OK[\s\S]*Good signature/);
  });

  it('stops at an image that has other bytes', async () => {
    const { exitCode, stdout } = await verify(SIGNED, (out) => writeFile(join(out, IMAGE), 'disc'));
    expect(exitCode).toBe(1);
    expect(stdout).toContain('FAILED');
  });

  it('checks image and repository also when nothing is signed', async () => {
    const { script, exitCode, stdout, stderr } = await verify({ repository: 'repo' });
    expect(script).not.toContain('gpg');
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain(': OK');
    expect(stdout).toContain(commit);
  });
});

describe('boot it at home', () => {
  it('names the image so that shell and QEMU take it for one', () => {
    const sample = sampleReport();
    const images = sample.images.map((image) => ({ ...image, file: "it's, an image.qcow2" }));
    const markdown = renderSummary({ ...sample, images });
    expect(markdown).toContain("\ntreesmith boot 'it'\\''s, an image.qcow2'\n");
    expect(markdown).toContain("-drive 'file=it'\\''s,, an image.qcow2,format=qcow2,if=virtio'\n");
  });

  it('gives QEMU a command that it takes', async () => {
    await using reader = await makeTempDir();
    const file = "it's, an image.qcow2";
    await runTool(['qemu-img', 'create', '-q', '-f', 'qcow2', join(reader.path, file), '1M']);
    const sample = sampleReport();
    const images = sample.images.map((image) => ({ ...image, file }));
    const markdown = renderSummary({ ...sample, images });
    const command = /\n(qemu-system-[\s\S]*?)\n```/.exec(markdown)?.[1] ?? '';
    // Stopped before its first instruction; Ctrl-A X ends it. KVM may be there and not work.
    const script = `${command.replace('kvm:tcg', 'tcg')} -S`;
    await runTool(['sh', '-c', script], { cwd: reader.path, input: '\u0001x', timeoutMs: 30_000 });
  });
});
