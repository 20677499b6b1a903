import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, type TreesmithError } from '../../../lib/core/errors.ts';
import { ToolError } from '../../../lib/host/process.ts';
import { explainToolError } from '../../../lib/host/tool-errors.ts';

const folder = join(import.meta.dirname, '../../data/tool-errors');

/** Captured output → the tool that printed it and what it means. */
const LOGS: Readonly<Record<string, readonly [tool: string, code: string]>> = {
  'apt-get-lock': ['apt-get', 'PACKAGE_MANAGER_BUSY'],
  'bash-foreign': ['bash', 'EMULATOR_MISSING'],
  'bwrap-foreign': ['bwrap', 'EMULATOR_MISSING'],
  'bwrap-forbidden': ['bwrap', 'SANDBOX_FORBIDDEN'],
  bzip2: ['bzip2', 'DISK_FULL'],
  cp: ['cp', 'DISK_FULL'],
  'gpg-sign': ['gpg', 'DISK_FULL'],
  'grub-mkimage': ['grub-mkimage', 'DISK_FULL'],
  mcopy: ['mcopy', 'DISK_FULL'],
  'mkfs-ext4': ['mkfs.ext4', 'DISK_FULL'],
  'ostree-commit': ['ostree', 'DISK_FULL'],
  'ostree-min-free-space': ['ostree', 'DISK_FULL'],
  'ostree-pull-local': ['ostree', 'DISK_FULL'],
  'qemu-img-convert': ['qemu-img', 'DISK_FULL'],
  'qemu-img-lock': ['qemu-img', 'IMAGE_IN_USE'],
  'qemu-memory': ['qemu-system-x86_64', 'OUT_OF_MEMORY'],
  'qemu-port': ['qemu-system-x86_64', 'PORT_TAKEN'],
  'rpm-install': ['rpm', 'DISK_FULL'],
  'rpmkeys-import': ['rpmkeys', 'DISK_FULL'],
  sqlite3: ['sqlite3', 'DISK_FULL'],
  sudo: ['sudo', 'NOT_PRIVILEGED'],
  xz: ['xz', 'DISK_FULL'],
};

function explain(tool: string, stderr: string): TreesmithError {
  return explainToolError(new ToolError([tool, 'argument'], 1, stderr));
}

describe('explainToolError', () => {
  it.each(Object.entries(LOGS))('knows what %s.log means', (name, [tool, code]) => {
    const error = explain(tool, readFileSync(join(folder, `${name}.log`), 'utf8'));
    expect(error.code).toBe(code);
    expect(error.hint).toBeTruthy();
    expect(error.message.split('\n')).toHaveLength(1);
    expect(error.cause).toBeInstanceOf(ToolError);
  });

  it('has a test for every captured log', () => {
    const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
    expect(logs.map((name) => name.replace('.log', '')).sort()).toEqual(Object.keys(LOGS).sort());
  });

  it('tells faults of the user from others', () => {
    expect(explain('sudo', 'sudo: a password is required')).toBeInstanceOf(ConfigError);
    expect(explain('cp', 'cp: x: No space left on device')).not.toBeInstanceOf(ConfigError);
  });

  it('leaves a failure that it does not know as it is', () => {
    const failure = new ToolError(['rpm', '-i'], 1, 'error: Failed dependencies');
    expect(explainToolError(failure)).toBe(failure);
  });

  it('takes no words of one tool for those of another', () => {
    expect(explain('cat', 'a password is required').code).toBe('TOOL_FAILED');
  });

  it('does not take a file system that is made too small for a full disk', () => {
    const stderr = 'mkfs.ext4: Could not allocate block in ext2 filesystem while populating';
    expect(explain('mkfs.ext4', stderr).code).toBe('TOOL_FAILED');
  });
});
