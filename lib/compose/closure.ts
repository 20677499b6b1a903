import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError, ConfigError, type Place } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import { runTool } from '../host/process.ts';
import { makeTempDir } from '../host/temp.ts';
import { POOL_FLAGS, runTestsolv, SOLVER_FLAGS } from '../host/testsolv.ts';
import { nearestName } from '../remix/nearest.ts';
import type { ComposeCode } from './errors.ts';
import type { PackageHeader } from './packages.ts';

/** Which packages of a lock are wanted. */
export interface ClosureOptions {
  /** What is asked for, for messages: `container anvil-base`. */
  readonly what: string;
  /** As a treefile has them: names, NEVRAs, globs, provides, paths of files. */
  readonly requests: readonly string[];
  /** Packages that are there whatever is asked for. */
  readonly present?: readonly PackageHeader[];
  readonly basearch: Basearch;
  /** Where they are asked for. */
  readonly place?: Place;
  readonly log: Log;
}

const ALIAS = 'locked';
/** What a request may mean; libsolv takes the first that something fits. */
const SELECTION = 'name,provides,filelist,canon,dotarch,rel,glob';

/**
 * Returns those of `packages` that are asked for with all that they require, and no weak dependencies,
 * as libsolv chooses them; in the order of `packages`. Nothing else can be chosen: what comes out is a
 * subset of the lock.
 *
 * @throws ConfigError PACKAGE_NOT_LOCKED, REQUIREMENT_NOT_LOCKED; BuildError CLOSURE_FAILED
 */
export async function closePackages(
  packages: readonly PackageHeader[],
  options: ClosureOptions,
): Promise<PackageHeader[]> {
  const { requests, present = [], basearch, log } = options;
  await using temp = await makeTempDir();
  const path = join(temp.path, 'locked.solv');
  await makeSolvFile(packages, path, temp.path, log);
  const pool = [
    `repo ${ALIAS} 0 solv ${ALIAS}.solv`,
    `system :${ARCHITECTURES[basearch].rpmArches.join(':')} rpm`,
    `poolflags ${POOL_FLAGS}`,
  ];
  const ask = (lines: readonly string[], onLine: (line: string) => void) =>
    askTestsolv([...pool, ...lines].join('\n'), path, onLine, log);

  const found = await lookUp(requests, ask);
  assertFound(found, packages, options);
  const jobs = [
    ...present.map((header) => `install pkg ${solvableOf(header)}`),
    ...found.flatMap(({ meanings }) => meanings.map((meaning) => `install ${meaning}`)),
  ];
  const chosen = new Set<string>();
  const problems = new Set<string>();
  await ask(
    [
      `solverflags ${SOLVER_FLAGS} ignorerecommended`,
      ...jobs.map((job) => `job ${job}`),
      'result transaction,problems <inline>',
    ],
    (line) => {
      const [, solvable] = /^install (\S+)$/.exec(line) ?? [];
      const [, problem] = /^problem \S+ info (.*)$/.exec(line) ?? [];
      if (solvable !== undefined) chosen.add(solvable);
      if (problem !== undefined) problems.add(problem);
    },
  );
  if (problems.size > 0) throw unmet([...problems], options);
  const closure = packages.filter((header) => chosen.has(solvableOf(header)));
  if (closure.length === chosen.size) return closure;
  throw new BuildError<ComposeCode>(
    'CLOSURE_FAILED',
    `libsolv chose ${chosen.size} packages for ${options.what}, ${closure.length} of them are in the lock`,
  );
}

type Ask = (lines: readonly string[], onLine: (line: string) => void) => Promise<void>;

/** A request, and what each job that meets it has after `install`. */
interface Found {
  readonly request: string;
  readonly meanings: string[];
}

async function lookUp(requests: readonly string[], ask: Ask): Promise<Found[]> {
  const found: Found[] = requests.map((request) => ({ request, meanings: [] }));
  let at = -1;
  await ask(
    // libsolv counts tests only when there are several.
    [...requests, undefined].map((request) =>
      request === undefined
        ? 'result jobs <inline>'
        : `job noop selection ${request} ${SELECTION}\nresult jobs <inline>\nnextjob`,
    ),
    (line) => {
      const [, number] = /^test (\d+):$/.exec(line) ?? [];
      const [, meaning] = /^job noop (.*)$/.exec(line) ?? [];
      if (number !== undefined) at = Number(number) - 1;
      if (meaning !== undefined) found[at]?.meanings.push(meaning);
    },
  );
  return found;
}

function assertFound(
  found: readonly Found[],
  packages: readonly PackageHeader[],
  { what, basearch, place }: ClosureOptions,
): void {
  const missing = found.filter(({ meanings }) => meanings.length === 0);
  const [first] = missing;
  if (first === undefined) return;
  const names = missing.map(({ request }) => `"${request}"`).join(', ');
  const near = nearestName(
    first.request,
    packages.map(({ name }) => name),
  );
  const add =
    'Name it in the treefile and run "treesmith lock": a container has packages of the lock alone.';
  throw new ConfigError<ComposeCode>(
    'PACKAGE_NOT_LOCKED',
    `${what}: the lock has no package, provide or file ${names} for ${basearch}`,
    {
      ...(place === undefined ? {} : { place }),
      hint: near === undefined ? add : `Did you mean "${near}"? Else: ${add}`,
    },
  );
}

function unmet(problems: readonly string[], { what, basearch, place }: ClosureOptions) {
  const lines = problems.map((problem) => `\n  ${problem.replaceAll(`@${ALIAS}`, '')}`);
  return new ConfigError<ComposeCode>(
    'REQUIREMENT_NOT_LOCKED',
    `${what}: packages of the lock for ${basearch} cannot be installed together:${lines.join('')}`,
    {
      ...(place === undefined ? {} : { place }),
      hint: 'Run "treesmith lock": the lockfile was changed by hand, or the packages conflict.',
    },
  );
}

/** `rpms2solv` reads the headers of RPM files. */
async function makeSolvFile(
  packages: readonly PackageHeader[],
  path: string,
  folder: string,
  log: Log,
): Promise<void> {
  const list = join(folder, 'packages');
  await writeFile(list, packages.map((header) => `${header.path}\n`).join(''));
  const chunks: Buffer[] = [];
  const onStdout = (chunk: Buffer): void => void chunks.push(chunk);
  await runTool(['rpms2solv', '-m', list], { log, onStdout });
  await writeFile(path, Buffer.concat(chunks));
}

async function askTestsolv(
  text: string,
  path: string,
  onLine: (line: string) => void,
  log: Log,
): Promise<void> {
  const files = [{ alias: ALIAS, path }];
  const complaint = await runTestsolv(text, { files, options: ['-r'], onLine, log });
  if (complaint === '') return;
  throw new BuildError<ComposeCode>('CLOSURE_FAILED', `testsolv complains: ${complaint}`);
}

/** As libsolv names it: `name-[epoch:]version-release.arch@locked`. */
function solvableOf({ name, epoch, version, release, arch }: PackageHeader): string {
  const evr = `${epoch === '0' ? '' : `${epoch}:`}${version}-${release}`;
  return `${name}-${evr}.${arch}@${ALIAS}`;
}
