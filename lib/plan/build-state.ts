import { compareBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import { isBasearch } from '../host/architecture.ts';
import type { PlanCode } from './errors.ts';

/** What a build made: `build-state.json`, published beside the results, compared by the next plan. */
export interface BuildState {
  readonly version: 1;
  /** Name of the remix. */
  readonly remix: string;
  /** By id: `x86_64/commit`, `x86_64/image/cloud`, `x86_64/container/anvil`. */
  readonly outputs: Readonly<Record<string, BuiltOutput>>;
}

/** One output, and what it was made from. Digests are lower-case hex. */
export interface BuiltOutput {
  readonly inputHash: string;
  /** Of a commit. */
  readonly commit?: string;
  /** Of a commit. */
  readonly ref?: string;
  /** Of a commit: NEVRAs, sorted, so that the next plan can say which package is new. */
  readonly packages?: readonly string[];
  /** Of the file of an image, or of the manifest of a container. */
  readonly sha256?: string;
}

/** 20 commits of 10,000 packages. */
export const MAX_STATE_BYTES = 16 * 1024 * 1024;

const MAX_OUTPUTS = 10_000;
const DIGEST = /^[0-9a-f]{64}$/;

/**
 * Returns the build state in `text`; `source` is how messages call it.
 *
 * @throws ConfigError BAD_BUILD_STATE
 */
export function parseBuildState(text: string, source: string): BuildState {
  const value = parseJson(text, source);
  const fields = objectOf(value, source, 'the file');
  if (fields['version'] !== 1) {
    throw badState(source, `version: expected 1, got ${describe(fields['version'])}`);
  }
  assertKeys(fields, ['version', 'remix', 'outputs'], source, 'the file');
  const remix = textOf(fields['remix'], /^[a-z0-9][a-z0-9._-]*$/, source, 'remix');
  const outputs = objectOf(fields['outputs'], source, 'outputs');
  const entries = Object.entries(outputs);
  if (entries.length > MAX_OUTPUTS) throw badState(source, `more than ${MAX_OUTPUTS} outputs`);
  return {
    version: 1,
    remix,
    outputs: Object.fromEntries(
      entries.map(([id, output]) => [id, parseOutput(id, output, source)]),
    ),
  };
}

/** Returns the one text of `state`: outputs sorted by id. */
export function formatBuildState(state: BuildState): string {
  const outputs = Object.entries(state.outputs).sort(([a], [b]) => compareBytes(a, b));
  const { version, remix } = state;
  return `${JSON.stringify({ version, remix, outputs: Object.fromEntries(outputs) }, null, 2)}\n`;
}

function parseOutput(id: string, value: unknown, source: string): BuiltOutput {
  const where = `outputs[${JSON.stringify(id)}]`;
  const [, basearch = ''] =
    /^(\w+)\/(?:commit|(?:image|container)\/[a-z0-9][\w.-]*)$/.exec(id) ?? [];
  if (!isBasearch(basearch)) throw badState(source, `${where} is no output of a remix`);
  const fields = objectOf(value, source, where);
  const digest = (key: string) => optional(fields, key, DIGEST, source, where);
  assertKeys(fields, ['inputHash', 'commit', 'ref', 'packages', 'sha256'], source, where);
  const packages = fields['packages'];
  if (packages !== undefined && !isTexts(packages)) {
    throw badState(source, `${where}.packages: expected a list of texts`);
  }
  return {
    inputHash: textOf(fields['inputHash'], DIGEST, source, `${where}.inputHash`),
    ...digest('commit'),
    ...optional(fields, 'ref', /^[\w.][\w./-]*$/, source, where),
    ...(packages === undefined ? {} : { packages }),
    ...digest('sha256'),
  };
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badState(source, `not JSON: ${cause instanceof Error ? cause.message : ''}`);
  }
}

function objectOf(value: unknown, source: string, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw badState(source, `${where}: expected an object, got ${describe(value)}`);
}

function assertKeys(
  fields: Record<string, unknown>,
  known: readonly string[],
  source: string,
  where: string,
): void {
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw badState(source, `${where}: unknown key ${JSON.stringify(unknown)}`);
}

function optional(
  fields: Record<string, unknown>,
  key: string,
  shape: RegExp,
  source: string,
  where: string,
): Record<string, string> {
  if (fields[key] === undefined) return {};
  return { [key]: textOf(fields[key], shape, source, `${where}.${key}`) };
}

function textOf(value: unknown, shape: RegExp, source: string, where: string): string {
  if (typeof value === 'string' && shape.test(value)) return value;
  throw badState(source, `${where}: got ${describe(value)}`);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function describe(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 80);
}

function badState(source: string, what: string): ConfigError<PlanCode> {
  return new ConfigError<PlanCode>('BAD_BUILD_STATE', `${source} is no build state: ${what}`, {
    hint: 'Expected the build-state.json that a build of this remix wrote; --force plans without it.',
  });
}
