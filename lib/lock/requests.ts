import type { Place } from '../core/errors.ts';
import { groupBy } from '../core/group-by.ts';
import type { Log } from '../core/log.ts';
import { meets, parseCapability } from '../rpm/dependency.ts';
import { compareEvr, type Evr, parseEvr } from '../rpm/evr.ts';
import { globExpression } from './exclusions.ts';
import { type Candidate, type Pool, solvableId } from './pool.ts';
import { lookUp, type Query } from './solver.ts';

/** Something that the treefile asks for. */
export interface Request {
  /** As written: name, NEVRA or a form between, `name >= 1.2`, `/usr/bin/bash`, a capability, a glob. */
  readonly text: string;
  readonly place?: Place;
  /** Only packages of this repository will do. */
  readonly repoid?: string;
  /** Of a group: what the pool does not have is left out. */
  readonly optional?: boolean;
}

/** A request and what came of it. */
export interface ResolvedRequest {
  readonly request: Request;
  /** Lines for the solver. Empty: nothing that may be chosen meets the request. */
  readonly jobs: readonly string[];
  /** Packages whose name fits, also those that may not be chosen; for messages. */
  readonly candidates: readonly Candidate[];
}

const COMPARISON = /^(\S+)\s+(<|<=|==?|>=|>)\s+(\S+)$/;

/**
 * Finds out what each request means, in the order that dnf tries: name or NEVRA, then what a package
 * provides, then the files of packages.
 *
 * @throws BuildError SOLVER_FAILED; ConfigError TOOL_MISSING
 */
export async function resolveRequests(
  requests: readonly Request[],
  pool: Pool,
  log: Log,
): Promise<ResolvedRequest[]> {
  const named = requests.map((request) => resolveByName(request, pool));
  const queries: { at: number; query: Query }[] = [];
  for (const [at, request] of requests.entries()) {
    if (named[at] !== undefined || !isCapability(request)) continue;
    queries.push({ at, query: { what: request.text, flags: 'provides,rel' } });
    if (request.text.startsWith('/')) {
      queries.push({ at, query: { what: request.text, flags: 'filelist,flat' } });
    }
  }
  const answers = await lookUp(
    pool,
    queries.map(({ query }) => query),
    log,
  );
  return requests.map((request, at) => {
    const name = named[at];
    if (name !== undefined) return orObsoleter(name, pool);
    const answer = answers.find((found, nth) => found !== undefined && queries[nth]?.at === at);
    return { request, jobs: answer === undefined ? [] : [`install ${answer}`], candidates: [] };
  });
}

/** Only libsolv knows who provides what, across repositories: a request for one of them is a name. */
function isCapability({ text, repoid }: Request): boolean {
  if (repoid !== undefined || /[*?]/.test(text)) return false;
  return !/\s/.test(text) || COMPARISON.test(text);
}

/** Returns the meaning of a request as a name, or undefined when no package has it. */
function resolveByName(request: Request, pool: Pool): ResolvedRequest | undefined {
  const { text, repoid } = request;
  const inRepository = (found: Candidate[]) =>
    found.filter(({ repository }) => repoid === undefined || repository.definition.id === repoid);
  const resolved = (candidates: Candidate[], whole: boolean): ResolvedRequest | undefined => {
    if (candidates.length === 0) return undefined;
    const usable = candidates.filter((found) => pool.disqualify(found) === undefined);
    const name = candidates[0]?.name;
    const job =
      whole && repoid === undefined
        ? `install name ${name}`
        : `install oneof ${usable.map(solvableId).join(' ')}`;
    return { request, jobs: usable.length === 0 ? [] : [job], candidates };
  };
  if (/[*?[]/.test(text)) return resolveGlob(request, pool, inRepository);
  const [, name = text, sign, version] = COMPARISON.exec(text) ?? [];
  if (sign !== undefined && version !== undefined) {
    const wanted = parseWanted(version);
    if (wanted === undefined) return undefined;
    const called = inRepository(pool.named(name));
    const fitting = called.filter(({ evr }) => holds(compareEvr(parseEvr(evr), wanted), sign));
    if (called.length > 0 && fitting.length === 0) {
      return { request, jobs: [], candidates: called };
    }
    return resolved(fitting, false);
  }
  return (
    resolved(inRepository(pool.named(text)), true) ??
    resolved(inRepository(byNevra(text, pool)), false)
  );
}

/**
 * Lets what obsoletes a package be taken in its place when it is asked for by its bare name, as dnf
 * does: of a package that was renamed, old repositories still have the old one.
 */
function orObsoleter(resolved: ResolvedRequest, pool: Pool): ResolvedRequest {
  const { request, jobs, candidates } = resolved;
  if (jobs[0] !== `install name ${request.text}`) return resolved;
  const usable = candidates.filter((found) => pool.disqualify(found) === undefined);
  const versions = usable.map(({ name, evr }) => parseCapability(`${name} = ${evr}`));
  const obsoleters = pool.obsoleters(request.text).filter(({ obsoletes, candidate }) => {
    const range = parseCapability(obsoletes);
    return pool.disqualify(candidate) === undefined && versions.some((one) => meets(one, range));
  });
  if (obsoleters.length === 0) return resolved;
  const ids = [...usable, ...obsoleters.map(({ candidate }) => candidate)].map(solvableId);
  return { request, jobs: [`install oneof ${[...new Set(ids)].join(' ')}`], candidates };
}

/** Every name that a glob matches is a request of its own, as in dnf. */
function resolveGlob(
  request: Request,
  pool: Pool,
  inRepository: (found: Candidate[]) => Candidate[],
): ResolvedRequest | undefined {
  const expression = globExpression(request.text);
  const names = new Set<string>();
  for (const { index } of pool.repositories) {
    for (const name of index.names()) if (expression.test(name)) names.add(name);
  }
  const candidates = [...names].sort().flatMap((name) => inRepository(pool.named(name)));
  if (candidates.length === 0) return undefined;
  const usable = candidates.filter((found) => pool.disqualify(found) === undefined);
  const byName = groupBy(usable, ({ name }) => name);
  const jobs = [...byName].map(([name, found]) =>
    request.repoid === undefined
      ? `install name ${name}`
      : `install oneof ${found.map(solvableId).join(' ')}`,
  );
  return { request, jobs, candidates };
}

/** `name.arch`, `name-version`, `name-version-release`, each of them `.arch`, with or without epoch. */
function byNevra(text: string, pool: Pool): Candidate[] {
  const dot = text.lastIndexOf('.');
  const [bare, arch] = dot === -1 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
  const found = arch === '' ? [] : pool.named(bare).filter((one) => one.arch === arch);
  if (found.length > 0) return found;
  for (let at = text.lastIndexOf('-'), tries = 0; at > 0 && tries < 2; tries += 1) {
    const version = text.slice(at + 1);
    const fitting = pool
      .named(text.slice(0, at))
      .filter((one) =>
        evrForms(one.evr).some((form) => [form, `${form}.${one.arch}`].includes(version)),
      );
    if (fitting.length > 0) return fitting;
    at = text.lastIndexOf('-', at - 1);
  }
  return [];
}

function evrForms(evr: string): string[] {
  const { epoch, version, release } = parseEvr(evr);
  const forms = [version, `${version}-${release}`];
  return [...forms, ...forms.map((form) => `${epoch}:${form}`)];
}

function parseWanted(text: string): Evr | undefined {
  return /^(\d+:)?[^:\s-]+(-[^:\s-]+)?$/.test(text) ? parseEvr(text) : undefined;
}

function holds(order: number, sign: string): boolean {
  if (order === 0) return sign.includes('=');
  return order < 0 ? sign.startsWith('<') : sign.startsWith('>');
}
