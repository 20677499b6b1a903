import { describe, expect, it } from 'vitest';
import { hostMounts, runSandboxed } from '../../../lib/compose/sandbox.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { CONTAINER, compose, optionsOf, packagesOf } from './harness.ts';

/** Tells whether the kernel's settings can be written, by writing the value that is there. */
const SET = `f=/proc/sys/kernel/core_pattern
was=$(cat $f)
if (echo "$was" > $f) 2> /dev/null; then echo set; else echo refused; fi`;

describe('the sandbox', () => {
  it('keeps the settings of the kernel from rpm', async () => {
    const lines: string[] = [];
    await runSandboxed(['/bin/sh', '-c', SET], {
      mounts: hostMounts(),
      sourceDateEpoch: 0,
      log: silentLog,
      onLine: (line) => lines.push(line),
    });
    expect(lines).toEqual(['refused']);
  });

  it('tells programs that what they sync is synced, and gives them no input', async () => {
    const lines: string[] = [];
    // Outside, fsync refuses a pipe: "dd: fsync failed for '/dev/stdout': Invalid argument".
    const fsync = 'dd status=none if=/dev/null of=/dev/stdout conv=fsync 2>&1 | cat';
    const script = `${fsync}; sync && cat && echo done`;
    const failure = await runSandboxed(['/bin/sh', '-c', script], {
      mounts: hostMounts(),
      sourceDateEpoch: 0,
      log: silentLog,
      onLine: (line) => lines.push(line),
    });
    expect(failure).toBeUndefined();
    expect(lines).toEqual(['done']);
  });

  it('keeps them from scriptlets and postprocess scripts', async () => {
    const body = `%post\n(${SET}) > /usr/share/scriptlet\n%files\n`;
    const small = { name: 'setter', preamble: 'Requires: tiny-base', body };
    const script = `(${SET}) > /usr/share/script`.replaceAll('\n', '\n    ');
    const yaml = `${CONTAINER}postprocess:\n  - |\n    ${script}\n`;
    const done = await compose(await optionsOf(await packagesOf(small), yaml));
    expect(await done.cat('/usr/share/scriptlet')).toBe('refused\n');
    expect(await done.cat('/usr/share/script')).toBe('refused\n');
  });
});
