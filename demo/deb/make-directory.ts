import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes a directory and those above it, of mode 0755 whatever the umask is. */
export async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await chmod(made, 0o755);
}
