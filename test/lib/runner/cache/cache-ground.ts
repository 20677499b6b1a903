import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../../../lib/core/digest.ts';
import { runTool } from '../../../../lib/host/process.ts';
import { makeTempDir } from '../../../../lib/host/temp.ts';
import type { LockedPackage } from '../../../../lib/remix/lockfile.ts';
import { type FileServer, startFileServer } from '../../../fakes/file-server.ts';
import { type FakeGitHub, type GitHubOptions, startGitHub } from '../../../fakes/github/github.ts';
import type { JobOptions } from '../../../fakes/github/job-environment.ts';
import type { CacheJob, CacheJobResult } from './cache-child.ts';

const MARK = '##result ';

/** What one job did. */
export interface CacheRun extends CacheJobResult {
  /** Its log, as GitHub's runner reads it. */
  readonly output: string;
  readonly warnings: readonly string[];
}

/** How a job differs from a plain one on a new machine. */
export interface RunOptions extends JobOptions {
  readonly mode?: CacheJob['mode'];
  readonly maxBytes?: number;
  readonly noteOnly?: boolean;
  readonly basearch?: CacheJob['basearch'];
  /** Folder in the ground that is the job's `RUNNER_TEMP`; a new one unless given. */
  readonly machine?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A repository with packages, GitHub, and machines. */
export interface CacheGround extends AsyncDisposable {
  readonly path: string;
  readonly github: FakeGitHub;
  readonly mirror: FileServer;
  /** Adds a package to the repository. It is no RPM: whether it is one is not what caching looks at. */
  publish(name: string, sizeBytes: number): Promise<LockedPackage>;
  run(packages: readonly LockedPackage[], options?: RunOptions): Promise<CacheRun>;
}

/** Makes the ground, in a folder whose name has `suffix`. */
export async function openCacheGround(
  options: GitHubOptions & { readonly suffix?: string } = {},
): Promise<CacheGround> {
  await using stack = new AsyncDisposableStack();
  const { path: temp } = stack.use(await makeTempDir());
  const path = join(temp, `ground${options.suffix ?? ''}`);
  await mkdir(join(path, 'mirror'), { recursive: true });
  const mirror = stack.use(await startFileServer(join(path, 'mirror')));
  const github = stack.use(await startGitHub(options));
  const kept = stack.move();
  let runs = 0;
  return {
    path,
    github,
    mirror,
    publish: async (name, sizeBytes) => {
      const bytes = randomBytes(sizeBytes);
      const file = `${name}-${sha256(bytes).slice(0, 8)}.rpm`;
      await writeFile(join(path, 'mirror', file), bytes);
      return {
        ...{ url: `${mirror.url}/${file}`, repoid: 'small', size: sizeBytes, name, evr: '1-1' },
        ...{ checksum: `sha256:${sha256(bytes)}`, sourcerpm: `${name}-1-1.src.rpm` },
        ...{ arch: 'noarch', buildtime: 0 },
      };
    },
    run: async (packages, given = {}) => {
      runs += 1;
      const {
        mode = 'actions',
        maxBytes = 1e12,
        noteOnly = false,
        basearch = 'x86_64',
        machine,
        env,
        ...job
      } = given;
      const home = join(path, machine ?? `machine-${runs}`);
      await mkdir(join(home, 'workspace'), { recursive: true });
      const call: CacheJob = {
        ...{ mode, maxBytes, noteOnly, basearch, packages, baseUrl: mirror.url },
        storePath: join(home, 'store'),
      };
      const { stdout } = await runTool(
        [process.execPath, join(import.meta.dirname, 'cache-child.ts'), JSON.stringify(call)],
        {
          cwd: join(home, 'workspace'),
          env: {
            ...github.env({ runId: String(runs), ...job }),
            GITHUB_WORKSPACE: join(home, 'workspace'),
            RUNNER_TEMP: home,
            ...env,
          },
          timeoutMs: 120_000,
        },
      );
      const lines = stdout.split('\n');
      const result = lines.find((line) => line.startsWith(MARK)) ?? MARK;
      return {
        ...(JSON.parse(result.slice(MARK.length)) as CacheJobResult),
        output: stdout,
        // The packages are not signed, which is said as well.
        warnings: lines.filter((line) => /^::warning(?!.*gpgcheck=0)/.test(line)),
      };
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
