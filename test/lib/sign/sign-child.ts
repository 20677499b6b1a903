/** Signs a file again and again with the key on standard input, until it is ended. */
import { text } from 'node:stream/consumers';
import { importSecretKey } from '../../../lib/sign/gpg-home.ts';
import { signFile } from '../../../lib/sign/sign-file.ts';

const home = await importSecretKey(await text(process.stdin));
process.stdout.write(`${home.homedir}\n`);
for (;;) await signFile(process.argv[2] ?? '', home);
