import { type Annotation, annotationOf, parseLogCommand } from './log-commands.ts';
import type { Masks } from './masks.ts';

/** What a step writes while it runs. */
export interface StepLog {
  /** Takes a line of the step's output, and does what it commands. */
  readonly line: (line: string) => void;
  readonly error: (message: string) => void;
  readonly warning: (message: string) => void;
  readonly annotations: Annotation[];
  /** True after a command that the runner refuses. */
  readonly refused: boolean;
  text(): string;
}

const ANNOTATIONS = ['error', 'warning', 'notice'] as const;
/** Replaced by files, which other output cannot forge. */
const REFUSED = ['set-output', 'save-state', 'set-env', 'add-path'];

export function createStepLog(masks: Masks): StepLog {
  const lines: string[] = [];
  const annotations: Annotation[] = [];
  let refused = false;
  let resumeToken: string | undefined;
  const write = (line: string) => void lines.push(masks.mask(line));
  const annotate = (annotation: Annotation) => {
    annotations.push({ ...annotation, message: masks.mask(annotation.message) });
    write(`##[${annotation.level}]${annotation.message}`);
  };
  const report = (level: Annotation['level']) => (message: string) => annotate({ level, message });
  return {
    annotations,
    error: report('error'),
    warning: report('warning'),
    get refused() {
      return refused;
    },
    text: () => lines.map((line) => `${line}\n`).join(''),
    line: (line) => {
      const command = parseLogCommand(line);
      if (resumeToken !== undefined) {
        if (command?.name === resumeToken.toLowerCase()) resumeToken = undefined;
        write(line);
        return;
      }
      const level = ANNOTATIONS.find((name) => name === command?.name);
      if (command === undefined) write(line);
      else if (level !== undefined) annotate(annotationOf(level, command));
      else if (command.name === 'add-mask') masks.add(command.data);
      else if (command.name === 'stop-commands') resumeToken = command.data;
      else if (REFUSED.includes(command.name)) {
        refused = true;
        report('error')(`The command '${command.name}' is refused: it has been replaced by a file`);
      } else if (command.name === 'group') write(`##[group]${command.data}`);
      else if (command.name === 'endgroup') write('##[endgroup]');
      else if (command.name === 'debug') write(`##[debug]${command.data}`);
      else write(line);
    },
  };
}
