import { runAction } from './actions.mjs';

await runAction('build-container', import.meta.dirname);
