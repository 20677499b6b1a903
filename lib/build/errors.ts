/** What can go wrong between the stages. */
export type GlueCode =
  | 'ARCHITECTURE_NOT_IN_REMIX'
  | 'LOCK_MISSING'
  | 'LOCK_STALE'
  | 'ARCHITECTURE_NOT_LOCKED'
  | 'NO_IMAGE'
  | 'NOT_REPRODUCIBLE'
  | 'NO_REF'
  | 'NO_SIGNING_KEY'
  | 'ROOT_STAGE_DIED';
