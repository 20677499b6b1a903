import { runAction } from './actions.mjs';

await runAction('build-image', import.meta.dirname);
