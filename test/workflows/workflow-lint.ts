import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { validate } from '@actions/languageservice';
import type { ActionMetadata } from '@actions/languageservice/action';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..', '..');
/** How the project calls itself in files that users copy. */
const OURS = 'OWNER/treesmith';

/** What we use of actions of others, of the versions that we pin. */
const THEIRS: Readonly<Record<string, ActionMetadata>> = {
  'actions/checkout': withInputs('checkout', ['ref', 'fetch-depth', 'persist-credentials']),
  'actions/setup-node': withInputs('setup-node', ['node-version-file']),
};

/**
 * Returns what GitHub's language service says against a workflow or an action.yml, a line each: wrong
 * syntax, contexts that are not there, inputs of our actions and reusable workflows that are missing
 * or misspelt. `path` is relative to the project.
 */
export async function lintFile(path: string, text: string): Promise<string[]> {
  // The service looks into actions of other repositories alone, so ours are named as others name them.
  const named = text.replaceAll(
    /(uses: +)\$\/(actions\/[\w-]+)(?=\s)/g,
    (_all, uses, action) => `${uses}${OURS}/${action}@v1`,
  );
  // It keeps what it read by name, whatever the text is by then.
  linted += 1;
  const diagnostics = await validate(textDocument(`file:///${linted}/${path}`, named), {
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name, path: folder = '' }) =>
        `${owner}/${name}` === OURS
          ? parse(await readFile(join(ROOT, folder, 'action.yml'), 'utf8'))
          : THEIRS[`${owner}/${name}`],
    },
    fileProvider: {
      getFileContent: async (ref) => ({
        name: ref.path,
        content: await readFile(join(ROOT, ref.path), 'utf8'),
      }),
    },
  });
  return diagnostics
    .filter(({ severity }) => severity === undefined || severity <= WARNING)
    .map(({ range, message }) => `${path}:${range.start.line + 1}: ${message}`);
}

function withInputs(name: string, inputs: readonly string[]): ActionMetadata {
  const pairs = inputs.map((input) => [input, { description: input, required: false }]);
  return { name, description: name, inputs: Object.fromEntries(pairs) };
}

let linted = 0;

/** Errors are 1; information (what a cron line means) and hints come after. */
const WARNING = 2;

type TextDocument = Parameters<typeof validate>[0];

function textDocument(uri: string, text: string): TextDocument {
  const lines = text.split(/(?<=\n)/);
  return {
    ...{ uri, languageId: dirname(uri), version: 1, lineCount: lines.length },
    getText: () => text,
    offsetAt: ({ line, character }) => lines.slice(0, line).join('').length + character,
    positionAt: (offset) => {
      const before = text.slice(0, offset).split('\n');
      return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    },
  } as TextDocument;
}
