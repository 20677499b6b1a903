import { once } from 'node:events';
import { cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { terminalLog } from '../../cli/terminal-log.ts';
import { runCompose } from '../../lib/build/compose.ts';
import { recordTimeline } from '../../lib/build/timeline-file.ts';
import { openWorkspace } from '../../lib/build/workspace.ts';
import type { Span } from '../../lib/core/timeline.ts';
import { runTool, startTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { type FileServer, startFileServer } from '../fakes/file-server.ts';
import { createRepository, makeGpgKey, signRpms } from '../support/rpm-builder.ts';
import { tinyBase } from '../support/small-rpms.ts';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');
let folder: TempDir;
let rpms: FileServer;
const inFolder = (name: string) => join(folder.path, name);

const treesmith = (...args: readonly string[]) =>
  runTool([process.execPath, MAIN, args[0] ?? '', '--store', 'store', ...args.slice(1)], {
    cwd: folder.path,
    okExitCodes: [0, 1, 2],
  });

beforeAll(async () => {
  folder = await makeTempDir();
  const repository = inFolder('rpms');
  await mkdir(repository);
  const rpm = join(repository, 'tiny-base.rpm');
  await cp(await tinyBase(), rpm);
  await using key = await makeGpgKey();
  await signRpms([rpm], key);
  await createRepository(repository);
  await writeFile(join(repository, 'key.asc'), key.publicKey);
  rpms = await startFileServer(repository);
  const files = {
    'remix.yaml': 'name: tiny\ntreefile: t.yaml\narchitectures: [x86_64]\nlockfile: l.yaml\n',
    't.yaml':
      'ref: tiny/1\npackages: [tiny-base]\nrepos: [tiny]\ncontainer: true\nselinux: false\n',
    'tiny.repo': `[tiny]\nbaseurl=${rpms.url}\ngpgkey=${rpms.url}/key.asc\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(inFolder(name), text);
  await treesmith('lock', '--store', 'store-of-lock');
});
afterAll(async () => {
  await rpms.close();
  await folder[Symbol.asyncDispose]();
});

/** Milliseconds in which at least one of `spans` ran. */
function coveredMs(spans: readonly Span[]): number {
  let covered = 0;
  let atMs = 0;
  for (const { startMs, endMs } of spans) {
    covered += Math.max(0, endMs - Math.max(atMs, startMs));
    atMs = Math.max(atMs, endMs);
  }
  return covered;
}

describe('--timeline', () => {
  it('shows what a verb ran', async () => {
    const locked = await treesmith('lock', '--timeline', 'pages/lock.html');
    expect(`${locked.stderr}${locked.exitCode}`).toMatch(/0$/);
    const page = await readFile(inFolder('pages/lock.html'), 'utf8');
    expect(page).toContain('<h1>Timeline: lock of tiny</h1>');
    for (const name of ['Lock x86_64', 'rpmmd2solv', 'testsolv', 'primary.xml']) {
      expect(page).toMatch(new RegExp(`<title>[^<]*${name}[^<]*</title>`));
    }
    expect(page).toContain('>core 0<');
  });

  it('is written when the verb fails, too', async () => {
    const { exitCode, stderr } = await treesmith(
      ...['compose', '--out', 'out', '--timeline', 'failed.html', '--repo-var', 'x=y'],
      ...['--offline'],
    );
    expect(stderr).toContain('code: ');
    expect(exitCode).toBeGreaterThan(0);
    expect(await readFile(inFolder('failed.html'), 'utf8')).toContain('Timeline: compose of tiny');
  });

  it('is written when a signal ends the verb, and shows what was going on', async () => {
    await writeFile(
      inFolder('slow.yaml'),
      'ref: tiny/2\npackages: [tiny-base]\nrepos: [tiny]\ncontainer: true\nselinux: false\npostprocess: ["sleep 60"]\n',
    );
    await writeFile(
      inFolder('slow-remix.yaml'),
      'name: slow\ntreefile: slow.yaml\narchitectures: [x86_64]\nlockfile: slow-lock.yaml\n',
    );
    const common = ['--remix', 'slow-remix.yaml', '--store', inFolder('store-3')];
    await treesmith('lock', ...common);
    const child = await startTool(
      [process.execPath, MAIN, 'compose', ...common, '--timeline', 'killed.html'],
      { cwd: folder.path, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const ended = once(child, 'exit');
    await new Promise<unknown>((resolve) => {
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString('latin1');
        if (said.includes('postprocess script')) resolve(said);
      });
      child.once('exit', resolve);
    });
    await sleep(500);
    child.kill('SIGTERM');
    const [, signal] = await ended;
    expect(signal).toBe('SIGTERM');
    const page = await readFile(inFolder('killed.html'), 'utf8');
    expect(page).toMatch(/<title>Make an OSTree tree: [^<]*, failed, /);
    expect(page).toMatch(/class="failed"/);
  });

  it('that cannot be written is said before the work', async () => {
    const { exitCode, stderr } = await treesmith('compose', '--timeline', 'remix.yaml/x/t.html');
    expect(stderr).toContain('remix.yaml');
    expect(exitCode).toBe(2);
    await expect(stat(inFolder('out/repo'))).rejects.toThrow();
  });

  it('is not there when nobody asks, and is no input of any result', async () => {
    const plain = await treesmith('compose', '--out', 'plain');
    await runTool(['rm', '-rf', inFolder('store/stages')]);
    const told = await treesmith('compose', '--out', 'told', '--timeline', 'told.html');
    expect(plain.stdout).toMatch(/^tiny\/1 +[0-9a-f]{64}\n$/);
    expect(told.stdout).toBe(plain.stdout);
    const page = await readFile(inFolder('told.html'), 'utf8');
    for (const name of ['rpm', 'sync']) {
      expect(page).toMatch(new RegExp(`<title>${name}: `));
    }
  });
});

describe('recordTimeline', () => {
  /** Composes in new folders, and returns what was recorded. */
  async function record(name: string) {
    const workspace = await openWorkspace(
      {
        remixPath: inFolder('remix.yaml'),
        outDir: inFolder(`out-${name}`),
        storePath: inFolder(`store-${name}`),
        repoVars: {},
        entry: MAIN,
        offline: false,
      },
      terminalLog({
        verbose: false,
        stream: { write: () => true } as unknown as NodeJS.WriteStream,
      }),
    );
    const recorded = await recordTimeline(async (recorder) => {
      await runCompose(workspace, { signing: undefined });
      return recorder.snapshot();
    });
    await workspace.http.close();
    const inner = recorded.spans.filter(({ name }) => name !== 'Compose x86_64');
    const { durationMs } = recorded;
    return {
      ...recorded,
      covered: coveredMs(recorded.spans) / durationMs,
      byInner: coveredMs(inner) / durationMs,
    };
  }

  it('covers the wall time of a compose, but for a fifth', async () => {
    // A process that waits for a core between two spans is not covered: the best of three is what counts.
    const runs = [await record('1'), await record('2'), await record('3')];
    expect(Math.max(...runs.map(({ covered }) => covered))).toBeGreaterThan(0.8);
    for (const { covered } of runs) expect(covered).toBeLessThanOrEqual(1);
    expect(Math.max(...runs.map(({ byInner }) => byInner))).toBeGreaterThan(0.6);
    expect(Math.max(...runs.map(({ samples }) => samples.length))).toBeGreaterThan(3);
    const [{ spans }] = runs as [(typeof runs)[number]];
    const kinds = new Set(spans.map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['phase', 'tool', 'thread', 'download']));
    const names = spans.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['rpm', 'rpmkeys', 'sync', 'tiny-base.rpm']));
    expect(spans.every(({ startMs, endMs }) => startMs >= 0 && endMs >= startMs)).toBe(true);
  });
});
