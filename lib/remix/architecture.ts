export * from '../host/architecture.ts';
