import type { InputReader } from './inputs.ts';

/** An input as the code that reads it sees it. */
export interface InputSpec {
  readonly name: string;
  /** For people: `true or false`, `lines`, `none, local or actions`. */
  readonly type: string;
}

/**
 * Returns every input that `readInputs` asks for, in its order. It is run once on a reader that
 * refuses nothing: what depends on several inputs is for the action's `run` to judge.
 */
export function inputSpecs(readInputs: (read: InputReader) => unknown): InputSpec[] {
  const specs: InputSpec[] = [];
  const asked = <T>(name: string, type: string, value: T): T => {
    specs.push({ name, type });
    return value;
  };
  readInputs({
    text: (name) => asked(name, 'text', undefined),
    lines: (name) => asked(name, 'lines', []),
    boolean: (name) => asked(name, '`true` or `false`', false),
    oneOf: (name, values) => asked(name, alternatives(values), values[0]),
    someOf: (name, values) => asked(name, `lines of ${alternatives(values)}`, [values[0]]),
    path: (name) => asked(name, 'path', ''),
    optionalPath: (name) => asked(name, 'path', undefined),
    count: (name) => asked(name, 'number', undefined),
    secret: (name) => asked(name, 'secret', undefined),
  });
  return specs;
}

function alternatives(values: readonly string[]): string {
  const quoted = values.map((value) => `\`${value}\``);
  return [quoted.slice(0, -1).join(', '), quoted.at(-1)].filter((part) => part !== '').join(' or ');
}
