/** Makes images for bench/disk.ts: `images-child.ts OPTIONS`, JSON; prints the peak of its memory in bytes. */
import { makeImages } from '../../lib/build/make-images.ts';
import { silentLog } from '../../lib/core/log.ts';

const [options = ''] = process.argv.slice(2);
await makeImages({ ...JSON.parse(options), log: silentLog });
process.stdout.write(`${process.resourceUsage().maxRSS * 1024}\n`);
