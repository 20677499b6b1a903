/** The fields of a binary package's `control`, by lower-case name. Folded lines keep their newlines. */
export type ControlFields = ReadonlyMap<string, string>;

/** Returns the fields of the first paragraph of a `control` file (Debian Policy 5.1). */
export function parseControl(text: string): ControlFields {
  const fields = new Map<string, string>();
  let name: string | undefined;
  for (const line of text.split('\n')) {
    if (line.trim() === '') break;
    if (line.startsWith('#')) continue;
    if (/^[ \t]/.test(line)) {
      if (name === undefined) throw new RangeError(`control starts with a continuation: "${line}"`);
      fields.set(name, `${fields.get(name) ?? ''}\n${line.slice(1)}`);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 1) throw new RangeError(`control has a line that is no field: "${line}"`);
    name = line.slice(0, colon).toLowerCase();
    fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** Returns the summary (first line) and the paragraphs of a `Description` field. */
export function splitDescription(text: string): { summary: string; description: string } {
  const [summary = '', ...lines] = text.split('\n');
  const description = lines.map((line) => (line.trim() === '.' ? '' : line)).join('\n');
  return {
    summary: summary.trim(),
    description: description.trim() === '' ? summary.trim() : description,
  };
}

/** Returns name and version of the source package: `Source: name (version)`, else those of the binary. */
export function sourceOf(fields: ControlFields): { name: string; version: string } {
  const name = fields.get('package') ?? '';
  const version = fields.get('version') ?? '';
  const match = /^(\S+)(?:\s+\((\S+)\))?$/.exec(fields.get('source') ?? name);
  return { name: match?.[1] ?? name, version: match?.[2] ?? version };
}
