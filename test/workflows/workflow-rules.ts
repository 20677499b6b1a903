import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..', '..');
const OURS = /^(?:\$|OWNER\/treesmith)\/(.+?)(?:@v1)?$/;
const CHECKOUT = 'actions/checkout@';

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: unknown;
  readonly 'timeout-minutes'?: unknown;
}

interface Workflow {
  readonly on?: unknown;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs?: Readonly<Record<string, Job>>;
}

/**
 * Returns what a workflow does against the project's own rules, a line each: rights, pins, time
 * limits, text of others inside of scripts, outputs that our actions do not have.
 */
export function workflowFaults(text: string): string[] {
  const workflow: Workflow = parse(text);
  const jobs = Object.entries(workflow.jobs ?? {});
  return [
    ...(JSON.stringify(workflow.permissions) === '{}' ? [] : ['no "permissions: {}" at the top']),
    ...(workflow.concurrency !== undefined || isCalled(workflow) ? [] : ['no concurrency group']),
    ...unpinned(text),
    ...jobs.flatMap(([key, job]) => jobFaults(job).map((fault) => `job ${key}: ${fault}`)),
    ...jobs.flatMap(([key, job]) => unknownOutputs(text, key, job)),
  ];
}

/** A reusable workflow runs in the group of its caller, where it does not have one of its own. */
function isCalled({ on }: Workflow): boolean {
  return typeof on === 'object' && on !== null && 'workflow_call' in on;
}

function jobFaults(job: Job): string[] {
  const steps = job.steps ?? [];
  return [
    ...(job.permissions === undefined ? ['no permissions'] : []),
    // A called workflow's jobs have limits of their own; GitHub takes none here.
    ...(job.uses === undefined && job['timeout-minutes'] === undefined ? ['no timeout'] : []),
    ...steps
      .filter(({ run }) => run?.includes('${{') === true)
      .map(({ run }) => `\${{ }} inside of a script; hand it over in env: ${run?.split('\n')[0]}`),
    ...steps
      .filter(({ uses }) => uses?.startsWith(CHECKOUT) === true)
      .filter((step) => step.with?.['persist-credentials'] !== false)
      .map(() => 'checkout leaves its token in .git/config: no "persist-credentials: false"'),
  ];
}

function unpinned(text: string): string[] {
  return [...text.matchAll(/^[^#\n]*\buses:\s*(.*)$/gm)]
    .map(([, used = '']) => used.trim())
    .filter((used) => !OURS.test(used) && !used.startsWith('./'))
    .filter((used) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used))
    .map((used) => `not pinned by commit, with the version as a comment: ${used}`);
}

/** GitHub takes an output that nobody sets for an empty text. */
function unknownOutputs(text: string, key: string, job: Job): string[] {
  const mentioned = (what: string, id: string) =>
    [...text.matchAll(new RegExp(`\\b${what}\\.${id}\\.outputs\\.([\\w-]+)`, 'g'))].map(
      ([, output = '']) => output,
    );
  const called = OURS.exec(job.uses ?? '')?.[1];
  const known = (path: string) => Object.keys(readOurs(path).outputs ?? {});
  const ofJob =
    called === undefined
      ? []
      : mentioned('needs', key).filter((name) => !known(called).includes(name));
  const ofSteps = (job.steps ?? []).flatMap(({ id, uses }) => {
    const action = OURS.exec(uses ?? '')?.[1];
    if (id === undefined || action === undefined) return [];
    const outputs = known(`${action}/action.yml`);
    return mentioned('steps', id).filter((name) => !outputs.includes(name));
  });
  return [...ofJob, ...ofSteps].map((name) => `job ${key}: nobody sets the output ${name}`);
}

function readOurs(path: string): { outputs?: Record<string, unknown> } {
  const file = parse(readFileSync(join(ROOT, path), 'utf8'));
  return { outputs: file.outputs ?? file.on?.workflow_call?.outputs ?? {} };
}
