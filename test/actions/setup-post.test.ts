import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isNative } from '../../lib/host/foreign-programs.ts';
import { runTool } from '../../lib/host/process.ts';
import { makeTempDir } from '../../lib/host/temp.ts';

const root = join(import.meta.dirname, '../..');
/**
 * Registrations of one's own, from Linux 6.7 on: nothing of it is the machine's, whose folder may be in
 * sight because other tests register there.
 */
const MOUNT = 'mount -t binfmt_misc x /proc/sys/fs/binfmt_misc && exec "$@"';
const OWN = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', MOUNT, 'sh'];
const anyCode = { okExitCodes: Array.from({ length: 256 }, (_, code) => code) };
const foreign = isNative('s390x') ? 'aarch64' : 's390x';
const another = isNative('riscv64') ? 'aarch64' : 'riscv64';

/** A job with the one step: says after each phase which emulators are ours. */
const JOB = `
  import { readFileSync } from 'node:fs';
  import { runAction, runPost } from '${root}/actions/main.ts';
  import { readOwnEmulators, registerEmulators } from '${root}/lib/host/binfmt.ts';
  import { silentLog } from '${root}/lib/core/log.ts';
  import { parseKeyValues } from '${root}/test/runner/file-commands.ts';
  const said = [];
  if (process.argv[2] === 'before') await registerEmulators(['${foreign}'], silentLog);
  await runAction('setup', '${root}/dist');
  said.push(process.exitCode ?? 0, await readOwnEmulators());
  for (const [name, value] of parseKeyValues(readFileSync(process.env.GITHUB_STATE, 'utf8'))) {
    process.env['STATE_' + name] = value;
  }
  if (process.argv[2] === 'meanwhile') await registerEmulators(['${another}'], silentLog);
  await runPost('setup');
  said.push(await readOwnEmulators());
  console.error('SAID ' + JSON.stringify(said));`;

describe('the post of actions/setup', () => {
  it.for([
    ['unregisters what the step has registered', 'none', 'self-hosted', ''],
    ['leaves what was registered before', 'before', 'self-hosted', foreign],
    ['leaves what another job has registered since', 'meanwhile', 'self-hosted', another],
    ['leaves a machine alone that goes away', 'none', 'github-hosted', foreign],
  ])('%s', async ([, before = '', environment = '', left], context) => {
    const tried = await runTool([...OWN, 'ls', '/proc/sys/fs/binfmt_misc'], anyCode);
    if (tried.stdout !== 'register\nstatus\n') {
      context.skip(`no binfmt_misc of one's own: ${tried.stderr.trim()}`);
    }
    await using temp = await makeTempDir();
    const at = (name: string) => join(temp.path, name);
    for (const folder of ['workspace', 'temp']) await mkdir(at(folder));
    for (const file of ['state', 'output', 'summary']) await writeFile(at(file), '');
    await writeFile(at('job.ts'), JOB);
    const files = {
      'remix.yaml': `name: tiny\ntreefile: t.yaml\narchitectures: [${foreign}]\nlockfile: l.yaml\n`,
      't.yaml': 'ref: tiny/1\npackages: [tiny]\nrepos: [tiny]\n',
    };
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(at('workspace'), name), text);
    }
    const { stderr, stdout } = await runTool([...OWN, process.execPath, at('job.ts'), before], {
      ...anyCode,
      env: {
        GITHUB_WORKSPACE: at('workspace'),
        RUNNER_TEMP: at('temp'),
        GITHUB_STATE: at('state'),
        GITHUB_OUTPUT: at('output'),
        GITHUB_STEP_SUMMARY: at('summary'),
        RUNNER_ENVIRONMENT: environment,
        INPUT_TOOLS: 'build',
        INPUT_KVM: 'false',
        INPUT_REMIX: 'remix.yaml',
        INPUT_ARCHITECTURE: 'all',
      },
    });
    const said = /^SAID (.*)$/m.exec(stderr)?.[1] ?? `${stdout}${stderr}`;
    expect(said).toBe(JSON.stringify([0, [foreign], left === '' ? [] : [left]]));
  });
});
