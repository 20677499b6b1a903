/** A thread of `digestFiles`: takes its part, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { type DigestTask, digestSteps } from './digest-steps.ts';

const steps = digestSteps(workerData as DigestTask);
let step = steps.next();
while (step.done !== true) step = steps.next();
parentPort?.postMessage(step.value);
