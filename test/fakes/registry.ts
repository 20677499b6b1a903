import { mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTool } from '../../lib/host/process.ts';
import { makeTempDir } from '../../lib/host/temp.ts';
import { findTool } from '../../lib/host/tools.ts';

/** The one user of a registry with passwords. */
export const REGISTRY_USER = { username: 'smith', password: 'correct-horse' } as const;
/** What `htpasswd -nbB -C 5` makes of them: the registry reads bcrypt alone. */
const HTPASSWD = 'smith:$2y$05$64m2/C4TtlwTOoEzcXF1RuJVHYYnIQLFkkjBK7vYz7RIrxcMvnhFu\n';
const STARTS_WITHIN_MS = 15_000;
const MOST_TRIES = 3;
/** The header with which each says that it is the one that was started. */
const OWNER = 'x-test-owner';

/** The docker-registry of the distribution, running; ends when disposed. */
export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly url: string;
  /** Where its blobs are. */
  readonly path: string;
}

/** Starts a registry on a free loopback port, with its files in a temporary folder. */
export async function startRegistry(
  options: {
    /** Lets nobody in but REGISTRY_USER. */
    readonly locked?: boolean;
    readonly readOnly?: boolean;
    /** Goes on with the files of another. */
    readonly path?: string;
  } = {},
): Promise<Registry> {
  await using stack = new AsyncDisposableStack();
  const { path: temp } = stack.use(await makeTempDir());
  const path = options.path ?? join(temp, 'data');
  await mkdir(path, { recursive: true });
  await writeFile(join(temp, 'htpasswd'), HTPASSWD);
  for (let tries = 1; ; tries += 1) {
    const host = `127.0.0.1:${await freePort()}`;
    const config = {
      version: '0.1',
      log: { level: 'error', accesslog: { disabled: true } },
      storage: {
        filesystem: { rootdirectory: path },
        delete: { enabled: true },
        maintenance: { readonly: { enabled: options.readOnly === true } },
      },
      http: {
        ...{ addr: host, secret: 'of-no-use-elsewhere', relativeurls: true },
        headers: { [OWNER]: [temp] },
      },
      ...(options.locked === true
        ? { auth: { htpasswd: { realm: 'test', path: join(temp, 'htpasswd') } } }
        : {}),
    };
    // Its YAML parser reads JSON.
    await writeFile(join(temp, 'config.yml'), JSON.stringify(config));
    const tool = findTool('docker-registry') ?? 'docker-registry';
    const child = await startTool([tool, 'serve', join(temp, 'config.yml')], { stdio: 'ignore' });
    const ended = new Promise((done) => child.once('exit', done));
    stack.defer(async () => {
      child.kill();
      await ended;
    });
    const url = `http://${host}`;
    if (await isUp(url, temp, child)) {
      const kept = stack.move();
      return { host, url, path, [Symbol.asyncDispose]: () => kept.disposeAsync() };
    }
    if (tries === MOST_TRIES) throw new Error(`docker-registry did not start on ${host}`);
  }
}

/** Waits until it answers; false when it ended, or never did: somebody else may have taken the port. */
async function isUp(
  url: string,
  owner: string,
  child: Awaited<ReturnType<typeof startTool>>,
): Promise<boolean> {
  const start = performance.now();
  while (child.exitCode === null && performance.now() - start < STARTS_WITHIN_MS) {
    const isOurs = await fetch(`${url}/v2/`).then(
      ({ headers }) => headers.get(OWNER) === owner,
      () => false,
    );
    if (isOurs) return true;
    await sleep(50);
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
