import {
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import {
  type KeptStage,
  keepJson,
  keepResult,
  listKept,
  readKeptJson,
  restoreKept,
} from '../../../lib/host/kept.ts';
import { Store } from '../../../lib/host/store.ts';
import { trimStore } from '../../../lib/host/store-limit.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { recordingLog } from '../compose/harness.ts';

const KEY = sha256('inputs');

let dir: TempDir;
let stage: KeptStage & { log: ReturnType<typeof recordingLog> };
let source: string;

beforeEach(async () => {
  dir = await makeTempDir();
  stage = { folder: join(dir.path, 'kept'), stage: 'step', log: recordingLog() };
  source = join(dir.path, 'source');
  await writeFile(source, 'the result');
});

afterEach(() => dir[Symbol.asyncDispose]());

const to = () => join(dir.path, 'restored');
const entry = (name = '', key = KEY) => join(stage.folder, 'step', key, name);
const restore = (key = KEY) => restoreKept(stage, key, 'file', to());

describe('keepResult', () => {
  it('keeps a copy that nothing done to the original or to what was restored can change', async () => {
    await keepResult(stage, KEY, { file: source });
    await writeFile(source, 'changed');
    expect(await restore()).toBe(true);
    expect(await readFile(to(), 'utf8')).toBe('the result');
    await writeFile(to(), 'changed, too');
    await rm(to());
    expect(await restore()).toBe(true);
    expect(await readFile(to(), 'utf8')).toBe('the result');
    expect(stage.log.lines).toEqual([]);
  });

  it('keeps the newest of a stage, and leaves nothing half-made', async () => {
    for (let index = 0; index < 10; index += 1) {
      const key = sha256(String(index));
      await keepResult(stage, key, { file: source });
      await utimes(entry('', key), 1000 + index, 1000 + index);
    }
    await keepResult(stage, KEY, { file: source });
    const left = await listKept(stage);
    expect(left).toHaveLength(8);
    expect(left[0]).toBe(KEY);
    expect(left).not.toContain(sha256('2'));
    expect((await readdir(join(stage.folder, 'step'))).sort()).toEqual([...left].sort());
  });

  it('removes what a run that was killed left, a day later', async () => {
    const killed = join(stage.folder, 'step', '.new-killed');
    await mkdir(join(killed, 'content'), { recursive: true });
    await keepResult(stage, KEY, { file: source });
    expect(await listKept(stage)).toEqual([KEY]);
    expect(await readdir(join(stage.folder, 'step'))).toContain('.new-killed');
    await utimes(killed, 1000, 1000);
    await keepResult(stage, sha256('other'), { file: source });
    expect(await readdir(join(stage.folder, 'step'))).not.toContain('.new-killed');
  });

  it('says what hinders it, and goes on', async () => {
    await keepResult(stage, KEY, { file: join(dir.path, 'not-there') });
    expect(stage.log.lines.join()).toMatch(/The step is not kept: ENOENT/);
    expect(await readdir(join(stage.folder, 'step'))).toEqual([]);
  });

  it('is right when several keep, restore and damage the same at once', async () => {
    const one = async (index: number) => {
      const path = join(dir.path, `restored-${index}`);
      for (let round = 0; round < 6; round += 1) {
        await keepResult(stage, KEY, { file: source });
        if (index === 0) await writeFile(entry('file'), 'dam').catch(() => undefined);
        if (!(await restoreKept(stage, KEY, 'file', path))) continue;
        expect(await readFile(path, 'utf8')).toBe('the result');
      }
    };
    await Promise.all([0, 1, 2, 3].map(one));
    await keepResult(stage, KEY, { file: source });
    expect((await readdir(join(stage.folder, 'step'))).filter((name) => name[0] === '.')).toEqual(
      [],
    );
  });
});

describe('restoreKept', () => {
  it('knows nothing of another key', async () => {
    expect(await restore()).toBe(false);
    expect(stage.log.lines).toEqual([]);
  });

  it('gives a copy that belongs to who asked, whoever has the store', async () => {
    await keepResult(stage, KEY, { file: source });
    await chown(entry('file'), 4242, 4242);
    expect(await restore()).toBe(true);
    const { uid, gid } = await stat(to());
    expect([uid, gid]).toEqual([process.geteuid?.(), process.getegid?.()]);
  });

  const damage: Record<string, () => Promise<void>> = {
    'with other bytes': () => writeFile(entry('file'), 'the r3sult'),
    'cut short': () => truncate(entry('file'), 3),
    'without the file': () => rm(entry('file')),
    'without its digests': () => rm(entry('manifest.json')),
    'with digests cut short': () => truncate(entry('manifest.json'), 20),
    'with digests of something else': () => writeFile(entry('manifest.json'), '{"files":[1]}'),
  };
  for (const [name, harm] of Object.entries(damage)) {
    it(`removes a result ${name}, and says so`, async () => {
      await keepResult(stage, KEY, { file: source });
      await chmod(entry('file'), 0o644);
      await harm();
      expect(await restore()).toBe(false);
      expect(stage.log.lines).toEqual([
        `The kept step ${KEY.slice(0, 12)} is damaged: removed, and made again`,
      ]);
      expect(await listKept(stage)).toEqual([]);
      await expect(readFile(to())).rejects.toThrow('ENOENT');
      await keepResult(stage, KEY, { file: source });
      expect(await restore()).toBe(true);
    });
  }

  it('counts as use: what was used longest ago goes first from the store', async () => {
    const old = sha256('old');
    for (const key of [KEY, old]) await keepResult(stage, key, { file: source });
    await utimes(entry(), 1000, 1000);
    await utimes(entry('', old), 2000, 2000);
    expect(await restore()).toBe(true);
    const store = new Store(dir.path);
    await trimStore(store, { maxBytes: 200, keepSinceMs: Date.now() + 1000 });
    expect(await listKept(stage)).toEqual([KEY]);
  });
});

describe('keepJson', () => {
  const value = { list: [1, null, 'two'] };

  it('keeps a value, for whoever takes that much', async () => {
    await keepJson(stage, KEY, value);
    expect(await readKeptJson(stage, KEY, 1000)).toEqual(value);
    expect(await readKeptJson(stage, KEY, 10)).toBeUndefined();
    expect(await readKeptJson(stage, sha256('other'), 1000)).toBeUndefined();
    expect(stage.log.lines).toEqual([]);
  });

  it.each([
    ['is damaged', () => writeFile(entry('value.json'), '{"list":[2,null,"two"]}')],
    ['is gone', () => rm(entry('value.json'))],
    ['is cut short', () => truncate(entry('value.json'), 3)],
    ['has lost what says what it is', () => rm(entry('manifest.json'))],
  ])('removes a value that %s, and says so', async (_what, damage) => {
    await keepJson(stage, KEY, value);
    await damage();
    expect(await readKeptJson(stage, KEY, 1000)).toBeUndefined();
    expect(stage.log.lines).toEqual([expect.stringContaining('is damaged')]);
    expect(await listKept(stage)).toEqual([]);
  });
});
