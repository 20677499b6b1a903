/** What os-release says of a system; what it does not say is empty. */
export interface OsRelease {
  /** `fedora`; `linux` when there is none, as os-release(5) has it. */
  readonly id: string;
  readonly versionId: string;
  readonly name: string;
  readonly prettyName: string;
  readonly vendorName: string;
  readonly homeUrl: string;
  /** `cpe:/o:fedoraproject:fedora:42` or `cpe:2.3:o:…`. */
  readonly cpeName: string;
}

/** No value is longer than that. */
const MAX_VALUE = 1024;

/**
 * Reads os-release(5): `KEY=value`, the value in quotes or not, with a backslash before what a shell
 * would take for something. The last of two equal keys counts; lines that are no assignment do not.
 */
export function parseOsRelease(text: string): OsRelease {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, key, value] = /^\s*([A-Z][A-Z0-9_]*)=(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key, unquote(value));
  }
  const textOf = (key: string) => values.get(key) ?? '';
  return {
    id: textOf('ID') || 'linux',
    versionId: textOf('VERSION_ID'),
    name: textOf('NAME') || 'Linux',
    prettyName: textOf('PRETTY_NAME') || 'Linux',
    vendorName: textOf('VENDOR_NAME'),
    homeUrl: textOf('HOME_URL'),
    cpeName: textOf('CPE_NAME'),
  };
}

function unquote(value: string): string {
  const [, , inner] = /^(["'])(.*)\1$/.exec(value) ?? [];
  const text = value.startsWith("'") ? (inner ?? value) : (inner ?? value).replace(/\\(.)/g, '$1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no document should hold
  return text.replace(/[\x00-\x1f\x7f]/g, ' ').slice(0, MAX_VALUE);
}
