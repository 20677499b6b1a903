import type { Duplex } from 'node:stream';
import { BuildError } from '../core/errors.ts';
import type { BootCode } from './errors.ts';

/** What a command in the guest did. */
export interface CommandResult {
  /** 124 when it was stopped at its time limit. */
  readonly exitCode: number;
  /** Its last bytes on stdout and stderr, together. */
  readonly output: string;
  readonly seconds: number;
}

/** Commands cross the line in pieces: a terminal takes at most 4096 bytes for one line. */
const PIECE_CHARS = 1000;
const OUTPUT_LIMIT_BYTES = 512 * 1024;
/** What the line may hold that is not an answer yet: base64 of the output and some. */
const PENDING_LIMIT_CHARS = 2 * OUTPUT_LIMIT_BYTES;
const HANDSHAKE_RETRY_MS = 5000;
/** What an answer may take beyond the command's own limit. */
const GRACE_MS = 60_000;

/**
 * A root shell on a serial port of the guest, where `systemd.debug_shell=ttyS1` starts one. It
 * turns that shell into a loop without echo, prompt or line editing, which reads
 * `+ <base64>` (a piece of a script) and `run <id> <seconds>`, and answers
 * `<nonce> <id> <exit code> <seconds> <base64 of the output> .` on one line.
 */
export class ProbeShell {
  readonly #port: Duplex;
  readonly #nonce: string;
  #received = '';
  #wake: (() => void) | undefined;
  #failure: Error | undefined;
  #commands = 0;

  /** `nonce` is any word that the guest does not print by itself. */
  constructor(port: Duplex, nonce: string) {
    this.#port = port;
    this.#nonce = nonce;
    port.on('data', (chunk: Buffer) => {
      this.#received = (this.#received + chunk.toString('latin1')).slice(-PENDING_LIMIT_CHARS);
      this.#wake?.();
    });
    port.on('error', (error) => this.abandon(error));
  }

  /** Lets every wait fail with `error`: the guest is gone. */
  abandon(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  /** Waits for the shell and takes it over. */
  async open(timeoutMs: number): Promise<void> {
    const ready = `${this.#nonce} ready`;
    const deadline = performance.now() + timeoutMs;
    while (performance.now() < deadline) {
      // In two words, so that its echo is not the answer.
      this.#port.write(`exec /bin/sh -c '${LOOP}' '' "${this.#nonce}" ready\n`);
      if ((await this.#waitFor(new RegExp(ready), HANDSHAKE_RETRY_MS)) !== undefined) {
        this.#received = '';
        return;
      }
    }
    throw new BuildError<BootCode>(
      'PROBE_FAILED',
      'no shell answers on the second serial port of the guest',
      {
        hint: 'Does the system have systemd 252 or newer, and bash?',
      },
    );
  }

  /**
   * Runs a script with /bin/sh as root, stdin closed.
   *
   * @throws BuildError PROBE_FAILED when the guest does not answer
   */
  async run(script: string, timeoutMs: number): Promise<CommandResult> {
    this.#commands += 1;
    const id = this.#commands;
    const encoded = Buffer.from(script).toString('base64');
    for (let at = 0; at < encoded.length; at += PIECE_CHARS) {
      this.#port.write(`+ ${encoded.slice(at, at + PIECE_CHARS)}\n`);
    }
    this.#received = '';
    this.#port.write(`run ${id} ${Math.ceil(timeoutMs / 1000)}\n`);
    const answer = await this.#waitFor(
      new RegExp(`${this.#nonce} ${id} (\\d+) (\\d+) ([A-Za-z0-9+/=]*) \\.`),
      timeoutMs + GRACE_MS,
    );
    if (answer === undefined) {
      throw new BuildError<BootCode>(
        'PROBE_FAILED',
        `the guest did not answer to: ${script.split('\n')[0]}`,
      );
    }
    return {
      exitCode: Number(answer[1]),
      seconds: Number(answer[2]),
      output: Buffer.from(answer[3] ?? '', 'base64').toString('utf8'),
    };
  }

  async #waitFor(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray | undefined> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      const found = pattern.exec(this.#received);
      if (found !== null) return found;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return undefined;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

/**
 * One line, for a terminal ends a command at its end, and without single quotes, for it crosses the
 * first shell within them. $1 is the nonce.
 */
const LOOP = [
  'stty -echo -onlcr; cd /; d=$(mktemp -d /run/treesmith.XXXXXX);',
  'export HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin;',
  'export TERM=dumb SYSTEMD_PAGER= SYSTEMD_COLORS=0;',
  'echo "$1 $2";',
  'while read -r verb a b; do case $verb in',
  '+) printf %s "$a" >>"$d/in" ;;',
  'run) base64 -d <"$d/in" >"$d/cmd"; rm -f "$d/in"; s=$(date +%s);',
  'timeout -k 5 "$b" /bin/sh "$d/cmd" </dev/null >"$d/out" 2>&1; c=$?;',
  String.raw`printf "\n%s %s %s %s " "$1" "$a" "$c" "$(($(date +%s) - s))";`,
  `tail -c ${OUTPUT_LIMIT_BYTES} "$d/out" | base64 -w 0;`,
  String.raw`printf " .\n" ;;`,
  'esac; done',
].join(' ');
