import { describe, expect, it } from 'vitest';
import { BuildError, ConfigError } from '../../../lib/core/errors.ts';
import { actionsLog } from '../../../lib/runner/log.ts';
import { parseCommand } from './runner-commands.ts';

/** A log in /repo whose clock stands still until it is moved. */
function openLog(debug = false) {
  let text = '';
  let nowMs = 1_700_000_000_000;
  const log = actionsLog({
    workspace: '/repo',
    debug,
    stream: { write: (part) => (text += part) },
    now: () => nowMs,
  });
  const wait = (ms: number) => {
    nowMs += ms;
  };
  return { log, wait, lines: () => text.split('\n').slice(0, -1) };
}

describe('group', () => {
  it('folds a phase and ends with its seconds', async () => {
    const { log, wait, lines } = openLog();
    const result = await log.group('Fetch packages (215, 125.3 MiB)', async () => {
      log.info('from two mirrors');
      wait(12_340);
      return 7;
    });
    expect(result).toBe(7);
    expect(lines()).toEqual([
      '::group::Fetch packages (215, 125.3 MiB)',
      'from two mirrors',
      'done in 12.3 s',
      '::endgroup::',
    ]);
  });

  it('closes a phase that fails and hands the error on', async () => {
    const { log, wait, lines } = openLog();
    const failing = log.group('Compose', async () => {
      wait(500);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(lines()).toEqual(['::group::Compose', 'failed after 0.5 s', '::endgroup::']);
  });

  it('does not nest: a phase in a phase is two lines', async () => {
    const { log, lines } = openLog();
    await log.group('outer', () => log.group('inner', async () => log.info('x')));
    expect(lines()).toEqual([
      ...['::group::outer', 'inner', 'x', 'inner: done in 0.0 s', 'done in 0.0 s', '::endgroup::'],
    ]);
  });

  it('opens one fold for phases that run side by side', async () => {
    const { log, lines } = openLog();
    await Promise.all([log.group('a', async () => 1), log.group('b', async () => 2)]);
    await log.group('c', async () => 3);
    const commands = lines().flatMap((line) => parseCommand(line)?.name ?? []);
    expect(commands).toEqual(['group', 'endgroup', 'group', 'endgroup']);
  });

  it('is remembered in the timeline', async () => {
    const { log, wait } = openLog();
    await log.group('a', async () => wait(2000));
    await log.group('b', async () => Promise.reject(new Error())).catch(() => undefined);
    expect(log.timeline).toEqual([
      { title: 'a', startMs: 1_700_000_000_000, endMs: 1_700_000_002_000, ok: true },
      { title: 'b', startMs: 1_700_000_002_000, endMs: 1_700_000_002_000, ok: false },
    ]);
  });
});

describe('debug', () => {
  it('is printed only when somebody asked', () => {
    const quiet = openLog();
    quiet.log.debug('rpm --root');
    expect(quiet.lines()).toEqual([]);
    const loud = openLog(true);
    loud.log.debug('rpm\n::error::x');
    expect(loud.lines()).toEqual(['::debug::rpm%0A: :error::x']);
  });
});

describe('warn', () => {
  it('annotates a file of the repository by its path in it', () => {
    const { log, lines } = openLog();
    log.warn('unused', { file: '/repo/os/anvil.yaml', line: 3, column: 5 });
    log.warn('unused', { file: 'anvil.yaml', line: 4 });
    expect(lines()).toEqual([
      '::warning file=os/anvil.yaml,line=3,col=5::unused',
      '::warning file=anvil.yaml,line=4::unused',
    ]);
  });

  it('names a file outside the repository in the text', () => {
    const { log, lines } = openLog();
    log.warn('unused', { file: '/repository/anvil.yaml', line: 3 });
    log.warn('unused', { file: '/repo/../etc/anvil.yaml' });
    expect(lines()).toEqual([
      '::warning::/repository/anvil.yaml:3: unused',
      '::warning::/repo/../etc/anvil.yaml: unused',
    ]);
  });

  it('shows nine, has the rest in the log, and says in the tenth how many', () => {
    const { log, lines } = openLog();
    for (let count = 1; count <= 12; count += 1) {
      log.warn(`w${count}`, { file: '/repo/a.yaml', line: count });
    }
    log.close();
    expect(lines().slice(8)).toEqual([
      '::warning file=a.yaml,line=9::w9',
      '/repo/a.yaml:10: warning: w10',
      '/repo/a.yaml:11: warning: w11',
      '/repo/a.yaml:12: warning: w12',
      '::warning::3 more warnings in the log of this step',
    ]);
  });

  it('puts a message that GitHub would cut into the log whole', () => {
    const { log, lines } = openLog();
    log.warn('x'.repeat(5000));
    const [whole, annotation = ''] = lines();
    expect(whole).toBe('x'.repeat(5000));
    expect(parseCommand(annotation)?.data.length).toBeLessThan(4096);
    expect(annotation).toContain('the rest is in the log of this step');
  });
});

describe('fail', () => {
  it('annotates the line that the user can mend, without a stack', () => {
    const { log, lines } = openLog();
    log.fail(
      new ConfigError('UNKNOWN_KEY', 'unknown key "pakages"', {
        place: { file: '/repo/anvil.yaml', line: 7, column: 1 },
        hint: 'Is "packages" meant?',
      }),
    );
    expect(lines()).toEqual([
      '::error file=anvil.yaml,line=7,col=1::unknown key "pakages"%0Ahint: Is "packages" meant?%0Acode: UNKNOWN_KEY',
    ]);
  });

  it('folds causes and stack of what nobody can mend in a file', () => {
    const { log, lines } = openLog();
    const cause = new Error('ECONNRESET');
    log.fail(new BuildError('FETCH_FAILED', 'no mirror answers', { cause }));
    const all = lines();
    expect(all.slice(0, 2)).toEqual(['::group::Details of the error', 'cause: ECONNRESET']);
    expect(all.some((line) => line.includes('log.test.ts'))).toBe(true);
    expect(all.slice(-2)).toEqual([
      '::endgroup::',
      '::error::no mirror answers%0Acode: FETCH_FAILED',
    ]);
  });

  it('says of anything else that the fault is ours', () => {
    const { log, lines } = openLog();
    log.fail('a string');
    expect(lines()).toEqual([
      'This is a fault in Treesmith; please report it.',
      '::error::a string',
    ]);
  });
});

describe('progress', () => {
  it('says nothing of what is quick', () => {
    const { log, wait, lines } = openLog();
    const progress = log.progress('Fetch', 100, 'packages');
    for (let count = 0; count < 100; count += 1) {
      wait(5);
      progress.advance(1);
    }
    progress.done();
    expect(lines()).toEqual([]);
  });

  it('says at each quarter how far it is, and at the end how long it took', () => {
    const { log, wait, lines } = openLog();
    const progress = log.progress('Fetch', 1000 * 1024, 'bytes');
    for (let count = 0; count < 1000; count += 1) {
      wait(8);
      progress.advance(1024);
    }
    progress.done();
    expect(lines()).toEqual([
      'Fetch: 250.0 KiB of 1000.0 KiB, 125.0 KiB/s',
      'Fetch: 500.0 KiB of 1000.0 KiB, 125.0 KiB/s',
      'Fetch: 750.0 KiB of 1000.0 KiB, 125.0 KiB/s',
      'Fetch: 1000.0 KiB in 8.0 s',
    ]);
  });

  it('says every ten seconds how far something slow is', () => {
    const { log, wait, lines } = openLog();
    const progress = log.progress('Copy', 100_000, 'objects');
    for (let count = 0; count < 30; count += 1) {
      wait(1000);
      progress.advance(1);
    }
    expect(lines()).toEqual([
      'Copy: 10 of 100000 objects, 1/s',
      'Copy: 20 of 100000 objects, 1/s',
      'Copy: 30 of 100000 objects, 1/s',
    ]);
  });
});

describe('mask', () => {
  it('registers a secret and each of its lines', () => {
    const { log, lines } = openLog();
    log.mask('-----BEGIN-----\nab\r\n\nabcd%==\n');
    expect(lines()).toEqual([
      '::add-mask::-----BEGIN-----%0Aab%0D%0A%0Aabcd%25==%0A',
      '::add-mask::-----BEGIN-----',
      '::add-mask::abcd%25==',
    ]);
  });

  it('has nothing to hide in an empty one, and hides a short one', () => {
    const { log, lines } = openLog();
    log.mask('');
    log.mask('\n');
    log.mask('abc');
    expect(lines()).toEqual(['::add-mask::abc']);
  });
});

describe('a log that is fed hostile text', () => {
  const evil = [
    '::error::forged',
    '##[add-path]/tmp',
    'x\n::set-env name=LD_PRELOAD::/tmp/x.so',
    'x\r  ::stop-commands::t',
    '\u200B::\u00ADadd-mask::a',
    'x%0A::endgroup::',
    'a,line=9::b',
  ];

  it('prints the commands that it means and no other', async () => {
    for (const text of evil) {
      const { log, wait, lines } = openLog(true);
      log.info(text);
      log.debug(text);
      for (let count = 0; count < 12; count += 1)
        log.warn(text, { file: `/repo/${text}`, line: 2 });
      log.warn(text, { file: `/elsewhere/${text}` });
      await log.group(text, () => log.group(text, async () => wait(20_000)));
      const progress = log.progress(text, 100, 'packages');
      wait(20_000);
      progress.advance(50);
      progress.done();
      log.fail(new BuildError('X', text, { cause: new Error(text), hint: text }));
      log.close();
      const commands = lines().flatMap((line) => parseCommand(line)?.name ?? []);
      expect(commands, text).toEqual([
        'debug',
        ...Array<string>(9).fill('warning'),
        ...['group', 'endgroup', 'group', 'endgroup', 'error', 'warning'],
      ]);
      for (const line of lines()) {
        const { name, properties = {} } = parseCommand(line) ?? {};
        if (name === 'warning' && 'file' in properties) expect(properties['line']).toBe('2');
      }
    }
  });
});
