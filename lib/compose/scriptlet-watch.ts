import { BuildError } from '../core/errors.ts';
import type { ComposeCode } from './errors.ts';

const SHOWN_LINES = 12;

/**
 * Reads what `rpm -iv` prints and finds what rpm only warns of. rpm ends with exit code 0 when
 * %post, %posttrans or a trigger failed, and gives files of unknown owners to root.
 *
 * Lines: lib/rpmscript.c and lib/fsm.c of rpm 4.18.
 */
export class ScriptletWatch {
  readonly #onPackage: (nevra: string) => void;
  /** Output since rpm last said something itself: what the running scriptlet printed. */
  #output: string[] = [];
  readonly #failures: string[] = [];
  readonly #accounts = new Set<string>();
  #package = '';

  /** `onPackage` hears of each package (`name-version-release.arch`) when rpm begins with it. */
  constructor(onPackage: (nevra: string) => void = () => undefined) {
    this.#onPackage = onPackage;
  }

  line(line: string): void {
    const failed =
      /^(?:warning|error): (%\w+)\((.+)\) scriptlet failed, (exit status|signal) (\d+)$/.exec(line);
    const lua = /^error: lua script failed: \[string "(%\w+)\((.+)\)"\]:(.*)$/.exec(line);
    const account = /^warning: (user|group) (.+) does not exist - using root$/.exec(line);
    if (failed !== null) {
      const [, kind, nevra, how, number] = failed;
      this.#fail(
        `${kind} of ${nevra} failed with ${how === 'signal' ? 'signal' : 'exit code'} ${number}`,
      );
    } else if (lua !== null) {
      const [, kind, nevra, message] = lua;
      this.#fail(`${kind} (Lua) of ${nevra} failed at line ${message}`);
    } else if (account !== null) {
      this.#accounts.add(`${account[1]} ${account[2]} (${this.#package})`);
    } else if (/^[^\s/]+-[^\s-]+-[^\s-]+\.\w+$/.test(line)) {
      this.#package = line;
      this.#output = [];
      this.#onPackage(line);
    } else {
      this.#output.push(line);
      if (this.#output.length > SHOWN_LINES) this.#output.shift();
    }
  }

  /** Throws BuildError SCRIPTLET_FAILED, ACCOUNT_MISSING. */
  assertClean(): void {
    const [first] = this.#failures;
    if (first !== undefined) {
      throw new BuildError<ComposeCode>(
        'SCRIPTLET_FAILED',
        `scriptlet ${this.#failures.join('\nscriptlet ')}`,
        {
          hint: 'Scriptlets run without a network, as root of the tree alone. Mend the package, or leave it out.',
        },
      );
    }
    if (this.#accounts.size > 0) {
      throw new BuildError<ComposeCode>(
        'ACCOUNT_MISSING',
        `packages own files as accounts that do not exist: ${[...this.#accounts].join(', ')}`,
        {
          hint: 'Give the accounts in the file of check-passwd and check-groups, or a sysusers.d file in the package.',
        },
      );
    }
  }

  #fail(what: string): void {
    const output = this.#output.map((line) => `  | ${line}`);
    this.#failures.push([what, ...output].join('\n'));
    this.#output = [];
  }
}
