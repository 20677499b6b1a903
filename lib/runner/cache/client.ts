import type { ChildProcess } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../core/log.ts';
import { startTool } from '../../host/process.ts';
import { makeTempDir, type TempDir } from '../../host/temp.ts';
import type { ClientAnswer, ClientCall } from './client-protocol.ts';
import type { CacheService, Refused, Restored, Saved } from './service.ts';

/** The client itself gives up sooner on a server that says nothing. */
const CALL_TIMEOUT_MS = 20 * 60 * 1000;

/** Variables that the client looks at; inputs and secrets of the job are none of its business. */
const PASSED =
  /^(ACTIONS_(?!ID_TOKEN)|GITHUB_(REPOSITORY|REF|SERVER_URL|RUN_)|SEGMENT_DOWNLOAD_|(https?|no)_proxy$|NODE_EXTRA_CA_CERTS$)/i;

/** `"/usr/bin/tar" failed with error: …`, after the whole of an entry was read. */
const UNPACKING = /\btar"? failed with error: /;

type Answer = Pick<ClientAnswer, 'result' | 'lines'>;

/**
 * Starts `@actions/cache` for entries whose files are below `root`. Restoring `packs/a` can only make
 * `<root>/packs/a`: the client keeps paths relative to the workspace, and is told that `root` is it.
 */
export async function startCacheClient(root: string, log: Log): Promise<CacheService> {
  // tar is started with unquoted paths.
  const folder = /^[\w./@+-]+$/.test(root) ? undefined : await makeTempDir();
  const calls = await startCalls(root, folder).catch(async (error: unknown) => {
    await folder?.[Symbol.asyncDispose]();
    throw error;
  });

  const run = async (call: Omit<ClientCall, 'id'>): Promise<Answer> => {
    const path = `~/${call.path}`;
    const answer = await calls.run({ ...call, path });
    // Its debug lines have signed URLs, which it would ask the runner to mask.
    const said = answer.lines.filter((line) => /^(?!::(debug|add-mask)::)./.test(line));
    const head = `cache: ${call.verb} ${call.key}: ${answer.result ?? 'nothing'}`;
    log.debug([head, ...said].join('\n  '));
    return answer;
  };
  const find = async (
    verb: 'restore' | 'lookup',
    path: string,
    key: string,
    restoreKeys: readonly string[] = [],
  ): Promise<Restored> => {
    const { result, lines } = await run({ verb, path, key, restoreKeys });
    if (typeof result === 'string') return { kind: 'hit', key: result };
    const refusal = refusalIn(lines) ?? { kind: 'miss' as const };
    const isBroken = refusal.kind === 'failed' && UNPACKING.test(refusal.reason);
    return isBroken ? { ...refusal, kind: 'broken', key: foundKey(lines) ?? key } : refusal;
  };
  const save = async (path: string, key: string): Promise<Saved> => {
    const { result, lines } = await run({ verb: 'save', path, key, restoreKeys: [] });
    if (typeof result === 'number' && result !== -1) {
      return { kind: 'saved', sizeBytes: archiveBytes(lines) };
    }
    const refusal = refusalIn(lines);
    if (refusal?.kind === 'denied') return refusal;
    // The client says the same of an entry that is there, of one that another job is making, and of some failures.
    const found = await find('lookup', path, key);
    if (found.kind === 'hit' && found.key === key) return { kind: 'exists' };
    if (refusal === undefined || /another job may be/.test(refusal.reason)) return { kind: 'busy' };
    return refusal;
  };
  return {
    restore: (path, key, restoreKeys) => find('restore', path, key, restoreKeys),
    lookup: (path, key, restoreKeys) => find('lookup', path, key, restoreKeys),
    save,
    [Symbol.asyncDispose]: async () => {
      await calls.end();
      await folder?.[Symbol.asyncDispose]();
    },
  };
}

/** The client knows `root` by a link in `folder`, when there is one. */
async function startCalls(root: string, folder: TempDir | undefined): Promise<Calls> {
  const base = folder === undefined ? root : join(folder.path, 'root');
  if (folder !== undefined) await symlink(root, base);
  const child = await startTool([process.execPath, childPath()], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    cwd: root,
    env: clientEnvironment(base),
  });
  return new Calls(child);
}

/** Calls under way, each answered once, at the latest when the process ends. */
class Calls {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private readonly ended: Promise<unknown>;
  private over: string | undefined;
  private stderr = '';
  private nextId = 1;

  constructor(child: ChildProcess) {
    this.child = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr = `${this.stderr}${chunk.toString()}`.slice(-2000);
    });
    child.on('message', (message) => {
      const { id, result, lines } = message as ClientAnswer;
      this.settle(id, { result, lines });
    });
    this.ended = new Promise<void>((done) => {
      const finish = (reason: string) => {
        this.over ??= reason;
        for (const id of [...this.waiting.keys()]) this.settle(id, failure(this.over));
        done();
      };
      child.on('error', (error) => finish(error.message));
      // With a channel for messages `close` does not come for sure.
      child.on('exit', (code) =>
        finish(`the cache client ended with exit code ${code} ${this.stderr.trim()}`.trim()),
      );
    });
  }

  async run(call: Omit<ClientCall, 'id'>): Promise<Answer> {
    if (this.over !== undefined) return failure(this.over);
    const id = this.nextId;
    this.nextId += 1;
    const timer = setTimeout(() => {
      this.over = `the cache client took longer than ${CALL_TIMEOUT_MS / 60_000} minutes`;
      this.child.kill();
    }, CALL_TIMEOUT_MS);
    try {
      return await new Promise<Answer>((done) => {
        this.waiting.set(id, done);
        this.child.send({ ...call, id } satisfies ClientCall, (error) => {
          if (error !== null) this.settle(id, failure(error.message));
        });
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async end(): Promise<void> {
    this.over ??= 'the cache is closed';
    if (this.child.connected) this.child.disconnect();
    else this.child.kill();
    await this.ended;
  }

  private settle(id: number, answer: Answer): void {
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }
}

function failure(reason: string): Answer {
  return { result: null, lines: [`::error::${reason}`] };
}

/** The bundle has the child beside itself, under another name. */
function childPath(): string {
  const name = import.meta.filename.endsWith('.ts') ? 'client-child.ts' : 'cache-client.mjs';
  return join(import.meta.dirname, name);
}

function clientEnvironment(base: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && PASSED.test(name)) env[name] = value;
  }
  // `~` in a path of an entry is HOME, and part of what names the entry: the same on every machine.
  return { ...env, HOME: base, GITHUB_WORKSPACE: base, RUNNER_TEMP: base };
}

function refusalIn(lines: readonly string[]): Refused | undefined {
  const skipped = lines.find((line) => /^Cache (save|restore) skipped: /.test(line));
  if (skipped !== undefined) return { kind: 'denied', reason: skipped };
  // Wrapped by the client, some more than once.
  const denied = lines.find((line) => /cache (write|read) denied: /.test(line));
  if (denied !== undefined) return { kind: 'denied', reason: plain(denied) };
  const said = lines.findLast((line) => /^::(warning|error)::|^Failed to save: /.test(line));
  return said === undefined ? undefined : { kind: 'failed', reason: plain(said) };
}

function foundKey(lines: readonly string[]): string | undefined {
  const line = lines.find((text) => text.startsWith('Cache hit for'));
  return /^Cache hit for(?: restore-key)?: (\S+)$/.exec(line ?? '')?.[1];
}

function plain(line: string): string {
  return line
    .replace(/^::\w+::/, '')
    .replace(/^Failed to (save|restore): /, '')
    .replaceAll('%0A', '\n')
    .replaceAll('%0D', '')
    .replaceAll('%25', '%');
}

function archiveBytes(lines: readonly string[]): number {
  const line = lines.find((text) => text.startsWith('::debug::File Size: '));
  return Number(/\d+$/.exec(line ?? '')?.[0] ?? 0);
}
