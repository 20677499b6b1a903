import type { Log } from '../core/log.ts';
import type { RepositoryAccess } from '../remix/cached-get.ts';
import type { Treefile } from '../remix/treefile.ts';
import { lockBuildError } from './errors.ts';
import { explainFailure } from './explain.ts';
import { withFiles } from './extra-files.ts';
import { expandGroups } from './groups.ts';
import type { Candidate, Pool, PoolRepository } from './pool.ts';
import { type Request, resolveRequests } from './requests.ts';
import { missingFrom, solve } from './solver.ts';
import { unmetRequests } from './unmet.ts';

/** Each brings packages of groups or files that the round before did not know of. */
const MAX_ROUNDS = 32;

/**
 * Returns the packages that meet every request of a treefile, in libsolv's order.
 *
 * @throws ConfigError NO_PACKAGE, EXCLUDED_PACKAGE, UNSATISFIABLE with the chain of reasons,
 *   UNKNOWN_GROUP; BuildError SOLVER_FAILED; what `withFiles` throws
 */
export async function selectPackages(
  treefile: Treefile,
  given: Pool,
  access: RepositoryAccess & { readonly log: Log },
): Promise<Candidate[]> {
  const { log } = access;
  const groups = await expandGroups(treefile.groups, given.repositories, access);
  let requests = uniqueRequests([...treefileRequests(treefile), ...groups.requests]);
  let pool = given;
  let files: readonly string[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const resolved = await resolveRequests(requests, pool, log);
    const unmet = resolved.filter(({ jobs, request }) => jobs.length === 0 && !request.optional);
    const met = resolved.filter(({ jobs }) => jobs.length > 0);
    const jobs = met.flatMap((found) => found.jobs);
    const solution = unmet.length > 0 ? undefined : await solve(pool, jobs, { ...treefile, log });
    const wanted =
      solution === undefined ? unmet.map(({ request }) => request.text) : missingFrom(solution);
    const unknown = wanted.filter((name) => name.startsWith('/') && !files.includes(name));
    if (unknown.length > 0) {
      files = [...files, ...unknown];
      pool = await poolWithFiles(given, files, access);
      continue;
    }
    if (solution === undefined) throw unmetRequests(unmet, treefile, pool);
    if (solution.problems.length > 0) {
      throw await explainFailure({ solution, resolved: met, treefile, pool, log });
    }
    const candidates = solution.chosen.map((solvable) => findCandidate(solvable, pool));
    const names = new Set(candidates.map(({ name }) => name));
    const due = groups.conditional
      .filter(({ request, requires }) => names.has(requires) && !names.has(request.text))
      .map(({ request }) => request)
      .filter((request) => !requests.some(({ text }) => text === request.text));
    if (due.length === 0) {
      for (const { request } of resolved.filter((found) => found.jobs.length === 0)) {
        log.debug(`a group names ${request.text}, which is not there for ${treefile.basearch}`);
      }
      return candidates;
    }
    requests = [...requests, ...due];
  }
  throw lockBuildError('SOLVER_FAILED', `no end of new packages after ${MAX_ROUNDS} rounds`);
}

async function poolWithFiles(
  pool: Pool,
  files: readonly string[],
  access: RepositoryAccess & { readonly log: Log },
): Promise<Pool> {
  access.log.debug(`looking for ${files.join(', ')} in filelists.xml`);
  const repositories: PoolRepository[] = [];
  for (const repository of pool.repositories) {
    repositories.push(await withFiles(repository, files, access));
  }
  return pool.withRepositories(repositories);
}

function treefileRequests(treefile: Treefile): Request[] {
  const { packages, repoPackages, origins, path } = treefile;
  const placeOf = (text: string) => origins.packages.get(text);
  return [
    ...packages.map((text) => ({ text, ...optionalPlace(placeOf(text)) })),
    ...repoPackages.flatMap(({ repo, packages: names }) =>
      names.map((text) => ({ text, repoid: repo, place: { file: path } })),
    ),
  ];
}

function optionalPlace(place: Request['place']): { place?: NonNullable<Request['place']> } {
  return place === undefined ? {} : { place };
}

/** What must come from one repository need not be asked for again without it. */
function uniqueRequests(requests: readonly Request[]): Request[] {
  const found = new Map<string, Request>();
  for (const request of requests) {
    const before = found.get(request.text);
    if (before === undefined || (before.repoid === undefined && request.repoid !== undefined)) {
      found.set(request.text, request);
    }
  }
  return [...found.values()];
}

function findCandidate(solvable: string, pool: Pool): Candidate {
  const [, name, evr, arch, alias] = /^(.+)-([^-]+-[^-]+)\.([^.@]+)@(r\d+)$/.exec(solvable) ?? [];
  const repository = pool.repositories.find((one) => one.alias === alias);
  const found = repository?.index.find(name ?? '', evr ?? '', arch ?? '');
  if (repository === undefined || found === undefined) {
    throw lockBuildError(
      'SOLVER_FAILED',
      `testsolv chose ${solvable}, which the index does not have`,
    );
  }
  return { ...found, repository };
}
