import type { TimelineRecorder } from '../core/timeline.ts';
import type { ActionContext } from './context.ts';
import type { InputReader } from './inputs.ts';
import type { ActionsLog } from './log.ts';

/** What an action works with beside its inputs. */
export interface ActionPorts {
  /** Of the action. */
  readonly name: string;
  readonly log: ActionsLog;
  readonly context: ActionContext;
  /** Hears of what the step does. */
  readonly recorder: TimelineRecorder;
  /** File of the command line, for the stages that run under sudo in a process of their own. */
  readonly entry: string;
  /** Keeps a value for the action's `post`, which runs also when this step fails afterwards. */
  readonly saveState: (name: string, value: string) => Promise<void>;
}

/** What an action leaves. */
export interface ActionResult {
  /** Every output of action.yml, always all of them; empty where there is nothing to say. */
  readonly outputs: Readonly<Record<string, string>>;
  /** For the job summary; nothing is added without it. */
  readonly summary?: string;
}

/** A GitHub Action: `inputs.ts` reads, `main.ts` runs, and neither knows of GitHub's runner. */
export interface Action<Inputs> {
  readonly readInputs: (read: InputReader) => Inputs;
  readonly run: (inputs: Inputs, ports: ActionPorts) => Promise<ActionResult>;
  /** Outputs of a run that failed, for steps that look although it did. */
  readonly failed?: Readonly<Record<string, string>>;
}

/** What `post.ts` of an action works with. */
export interface PostPorts extends Pick<ActionPorts, 'log' | 'context'> {
  /** What `saveState` kept; undefined when the step did not come that far. */
  readonly state: (name: string) => string | undefined;
}

/** `post.ts`: what an action does at the end of the job, whatever became of it. */
export interface PostAction {
  readonly runPost: (ports: PostPorts) => Promise<void>;
}
