import { BuildError } from '../core/errors.ts';
import { runTool } from '../host/process.ts';
import type { GlueCode } from './errors.ts';

const MAX_ENTRIES = 2_000_000;
const MAX_BYTES = 64 * 1024 ** 3;
const MAX_LINE_BYTES = 4096;

/** A line of `tar --list --verbose`: kind, owner, size, time, name. Nothing but files and folders. */
const LINE = /^[-d][rwxsStT-]{9}\.? \d+\/\d+ +(\d+) \d{4}-\d\d-\d\d \d\d:\d\d (repo\/.*)$/;
/** What an OSTree repository consists of. */
const NAME =
  /^repo\/(?:(?:config|summary|summary\.sig)$|(?:refs|objects)(?:\/[A-Za-z0-9_][A-Za-z0-9._+@:-]*)*\/?$|$)/;

/**
 * Unpacks a `repo.tar` into `folder`, as `repo`. First its list is read whole: it may hold files and
 * folders of an OSTree repository, no links, nothing outside.
 *
 * @throws BuildError LEG_UNSAFE
 */
export async function unpackRepository(tarPath: string, folder: string): Promise<void> {
  let entries = 0;
  let sizeBytes = 0;
  let rest = '';
  let fault: string | undefined;
  const readLine = (line: string) => {
    const [, size = '', name = ''] = LINE.exec(line) ?? [];
    entries += 1;
    sizeBytes += Number(size);
    if (!NAME.test(name)) fault ??= `has ${JSON.stringify(line.slice(0, 200))}`;
    if (entries > MAX_ENTRIES) fault ??= `has more than ${MAX_ENTRIES} entries`;
    if (sizeBytes > MAX_BYTES) fault ??= `holds more than ${MAX_BYTES} bytes`;
  };
  const list = ['--list', '--verbose', '--numeric-owner', '--quoting-style=escape'];
  const archive = `--file=${tarPath}`;
  // `--force-local`: a colon in the path is no host name.
  await runTool(['tar', '--force-local', ...list, '--absolute-names', archive], {
    onStdout: (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE_BYTES) fault ??= 'has a name that is too long';
      if (fault === undefined) for (const line of lines) readLine(line);
      else rest = '';
    },
  });
  if (fault !== undefined) {
    throw new BuildError<GlueCode>('LEG_UNSAFE', `${tarPath} ${fault}`, {
      hint: 'It was not made by "publish"; nothing of it was unpacked.',
    });
  }
  await runTool([
    ...['tar', '--force-local', '--extract', archive, `--directory=${folder}`],
    ...[
      '--no-same-owner',
      '--no-same-permissions',
      '--keep-old-files',
      '--delay-directory-restore',
    ],
  ]);
}
