import {
  convertWorkflowTemplate,
  isBasicExpression,
  isLiteral,
  isMapping,
  isSequence,
  parseWorkflow,
} from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/index';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { WorkflowError } from './workflow-error.ts';

/** Text of `${{ … }}`, not evaluated yet. Text around it is in it, as arguments of `format()`. */
export class Expression {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return `\${{ ${this.text} }}`;
  }
}

/** A part of a workflow or action.yml, as it was written. */
export type Tree = null | boolean | number | string | Expression | Tree[] | Mapping;
export interface Mapping {
  [key: string]: Tree;
}

/**
 * Returns the tree of a workflow that GitHub would accept.
 *
 * @throws WorkflowError with each thing that is wrong
 */
export async function parseWorkflowTree(name: string, content: string): Promise<Mapping> {
  const { context, value } = parseWorkflow({ name, content }, SILENT);
  if (value !== undefined && context.errors.count === 0) {
    // Finds what the schema alone does not: needs in a circle, for one.
    await convertWorkflowTemplate(context, value);
  }
  return checked(name, context.errors.getErrors(), value);
}

/** Returns the tree of an action.yml that GitHub would accept. Throws as `parseWorkflowTree` does. */
export function parseActionTree(name: string, content: string): Mapping {
  const { context, value } = parseAction({ name, content }, SILENT);
  return checked(name, context.errors.getErrors(), value);
}

/** Returns what is under `key`, an empty mapping when nothing is. */
export function mappingOf(tree: Tree | undefined): Mapping {
  return isMappingTree(tree) ? tree : {};
}

export function isMappingTree(tree: Tree | undefined): tree is Mapping {
  return (
    typeof tree === 'object' &&
    tree !== null &&
    !Array.isArray(tree) &&
    !(tree instanceof Expression)
  );
}

const SILENT = { error: () => {}, info: () => {}, verbose: () => {} };

function checked(
  name: string,
  errors: readonly { readonly message: string }[],
  value: TemplateToken | undefined,
): Mapping {
  if (errors.length > 0) {
    throw new WorkflowError(errors.map(({ message }) => message).join('\n'));
  }
  const tree = value === undefined ? null : toTree(value);
  if (!isMappingTree(tree)) throw new WorkflowError(`${name} is no mapping`);
  return tree;
}

function toTree(token: TemplateToken): Tree {
  if (isMapping(token)) {
    const pairs = [...token].map(({ key, value }) => [key.toString(), toTree(value)]);
    return Object.fromEntries(pairs);
  }
  if (isSequence(token)) return [...token].map(toTree);
  if (isBasicExpression(token)) return new Expression(token.expression);
  if (!isLiteral(token)) return null;
  return 'value' in token ? (token.value as string | number | boolean) : null;
}
